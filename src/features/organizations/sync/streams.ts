import type { AccountState } from '#features/accounts/index.ts'
import type { TargetType } from '#features/policies/index.ts'
import type { StagedOu } from './plan-ou-changes.ts'

/** What is read in one go: one list of AWS, from its first page to its last. A stream that is cut off goes on, or starts again, alone. */
export const streamKinds = [
  'roots',
  'accounts',
  'ous',
  'parents',
  'policies',
  'policy',
  'targets',
  'attached',
  'bulk_tags',
  'tags',
] as const
export type StreamKind = (typeof streamKinds)[number]

export type Stream = {
  /** `accounts`, `ous:<parent>`, `targets:<type>:<policy>`, … */
  readonly stream: string
  readonly kind: StreamKind
  readonly subject: string
  /** Depth of the parent, for OU streams. */
  readonly level: number
  readonly nextToken: string | null
  readonly restarts: number
}

export function newStream(kind: StreamKind, subject = '', level = 0): Stream {
  return { stream: subject === '' ? kind : `${kind}:${subject}`, kind, subject, level, nextToken: null, restarts: 0 }
}

export type StagedAccount = {
  readonly accountId: string
  readonly name: string
  readonly email: string | null
  readonly arn: string | null
  readonly state: AccountState
  readonly joinedMethod: string | null
  readonly joinedAt: string | null
  readonly parentId: string | null
  readonly pathIds: string | null
}
export type StagedPolicy = {
  readonly policyId: string
  readonly type: string
  readonly name: string
  readonly description: string
  readonly arn: string
  readonly awsManaged: boolean
}
export type StagedAttachment = { readonly policyId: string; readonly targetId: string; readonly targetType: TargetType }
export type StagedTag = { readonly accountId: string; readonly key: string; readonly value: string }

/** Rows of one page, for whichever staging tables they belong to. */
export type StagedRows = {
  readonly ous?: readonly StagedOu[]
  readonly accounts?: readonly StagedAccount[]
  readonly parents?: readonly { readonly accountId: string; readonly parentId: string }[]
  readonly policies?: readonly StagedPolicy[]
  readonly contents?: readonly { readonly policyId: string; readonly content: string; readonly contentHash: string }[]
  readonly attachments?: readonly StagedAttachment[]
  readonly tags?: { readonly own: boolean; readonly rows: readonly StagedTag[] }
}

export type StagedPage = { readonly rows: StagedRows; readonly nextToken: string | null }
