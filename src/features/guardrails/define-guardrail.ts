import type { z } from 'zod'
import type { EvaluationRequest } from '#iam/types.ts'

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
export type Statement = {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>
  readonly Action?: string | readonly string[]
  readonly NotAction?: string | readonly string[]
  readonly Resource?: string | readonly string[]
  readonly NotResource?: string | readonly string[]
  readonly Condition?: ConditionBlock
}
export type Document = { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] }

/** What a guardrail can be rendered as: an SCP bounds accounts, an identity policy bounds the principals it is attached to. */
export type GuardrailForm = 'scp' | 'identity'

/** A request that the guardrail must stop, or must leave alone. The engine proves both in the tests and before every rollout. */
export type Probe = {
  readonly name: string
  readonly must: 'be_denied' | 'stay_allowed'
  readonly request: Pick<EvaluationRequest, 'principal' | 'action' | 'resource' | 'context'>
}

export type Rendered = {
  readonly document: Document
  /** A resource policy statement for the other direction: who may come (PERIM-2). */
  readonly companion?: Document
  /** What the reader should know before attaching it. */
  readonly notes: readonly string[]
}

export type Guardrail<Params extends z.ZodType = z.ZodType> = {
  readonly id: string
  readonly title: string
  readonly why: string
  readonly references: readonly string[]
  readonly forms: readonly GuardrailForm[]
  readonly params: Params
  readonly render: (params: z.output<Params>, form: GuardrailForm) => Rendered
  readonly probes: (params: z.output<Params>) => readonly Probe[]
  /** Parameters that show it at work, for the docs and for proving the probes. */
  readonly example: z.input<Params>
}

/** Declares one guardrail; one file each, listed by `npm run gen`. */
export function defineGuardrail<Params extends z.ZodType>(guardrail: Guardrail<Params>): Guardrail<Params> {
  return guardrail
}

export function documentOf(...statements: readonly Statement[]): Document {
  return { Version: '2012-10-17', Statement: statements }
}
