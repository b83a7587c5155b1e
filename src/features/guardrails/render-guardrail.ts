import { z } from 'zod'
import { compileDocument } from '#iam/index.ts'
import type { Diagnostic } from '#iam/types.ts'
import type { Document, Guardrail, GuardrailForm } from './define-guardrail.ts'
import { guardrails } from './guardrails.gen.ts'
import { proveProbes } from './prove-probes.ts'
import { sizeOf } from './plan-packing.ts'

export type GuardrailFault = { readonly field: string; readonly rule: string; readonly message: string }

export type RenderedGuardrail =
  | {
      readonly kind: 'rendered'
      readonly id: string
      readonly form: GuardrailForm
      readonly document: Document
      readonly companion?: Document
      readonly characters: number
      readonly notes: readonly string[]
      readonly diagnostics: readonly Diagnostic[]
      readonly probes: readonly { readonly name: string; readonly must: string; readonly holds: boolean }[]
    }
  | { readonly kind: 'unknown_guardrail'; readonly known: readonly string[] }
  | { readonly kind: 'invalid'; readonly faults: readonly GuardrailFault[] }

const library = guardrails as unknown as readonly Guardrail[]

export function listGuardrails(): readonly Guardrail[] {
  return library
}

/** Renders a guardrail with parameters and proves its probes by the engine; every fault of the parameters at once. */
export function renderGuardrail(id: string, input: { readonly params: unknown; readonly form?: string | undefined }): RenderedGuardrail {
  const guardrail = library.find((candidate) => candidate.id === id)
  if (guardrail === undefined) return { kind: 'unknown_guardrail', known: library.map((known) => known.id) }
  const form = guardrail.forms.find((offered) => offered === (input.form ?? guardrail.forms[0]))
  const parsed = guardrail.params.safeParse(input.params)
  const faults = [
    ...(form === undefined
      ? [
          {
            field: 'form',
            rule: `one of ${guardrail.forms.join(', ')}`,
            message: `${id} can be rendered as ${guardrail.forms.join(' or ')}, not as ${input.form}.`,
          },
        ]
      : []),
    ...(parsed.success
      ? []
      : parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || '(whole)', rule: issue.code, message: issue.message }))),
  ]
  if (form === undefined || !parsed.success) return { kind: 'invalid', faults }

  const { document, companion, notes } = guardrail.render(parsed.data, form)
  return {
    kind: 'rendered',
    id,
    form,
    document,
    ...(companion !== undefined && { companion }),
    characters: sizeOf(document),
    notes,
    diagnostics: compileDocument(form, document).diagnostics,
    probes: proveProbes(document, form, guardrail.probes(parsed.data)).map(({ probe: { name, must }, holds }) => ({ name, must, holds })),
  }
}

/**
 * Reads `key=value` words into parameters: JSON where it parses as such, a comma list where the guardrail takes a list, repeated keys
 * gathered. What is misspelt is left for the guardrail's own rules to refuse by name.
 */
export function readParams(
  id: string,
  words: readonly string[],
): { readonly params: Readonly<Record<string, unknown>>; readonly faults: readonly string[] } {
  const shape = library.find((candidate) => candidate.id === id)?.params
  const fields = shape instanceof z.ZodObject ? (shape.shape as Record<string, z.ZodType>) : {}
  const params: Record<string, unknown> = {}
  const faults: string[] = []
  for (const word of words) {
    const equals = word.indexOf('=')
    if (equals < 1) {
      faults.push(`--param ${word}: write it as key=value.`)
      continue
    }
    const key = word.slice(0, equals)
    const text = word.slice(equals + 1)
    const takesList = isList(fields[key])
    const value =
      text.startsWith('[') || text.startsWith('{') ? parseJson(text) : takesList ? text.split(',').filter((item) => item !== '') : text
    const known = params[key]
    params[key] = Array.isArray(known) && Array.isArray(value) ? [...known, ...value] : value
  }
  return { params, faults }
}

function isList(schema: z.ZodType | undefined): boolean {
  let inner: unknown = schema
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) inner = inner.unwrap()
  return inner instanceof z.ZodArray
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
