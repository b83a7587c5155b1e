/** What can happen to the estate. Badges keep a history of their own. */
export const estateEventKinds = [
  'joined',
  'adopted',
  'left',
  'moved',
  'renamed',
  'email_changed',
  'suspended',
  'closed',
  'reactivated',
  'state_changed',
  'detached',
  'restored',
  'purged',
  'tag_added',
  'tag_changed',
  'tag_removed',
  'ou_created',
  'ou_renamed',
  'ou_moved',
  'ou_deleted',
  'policy_type_changed',
  'policy_created',
  'policy_changed',
  'policy_deleted',
  'attached',
  'removals_held',
  'ignored',
  'unignored',
] as const
export type EstateEventKind = (typeof estateEventKinds)[number]
export type EstateSubject = 'organization' | 'ou' | 'account' | 'policy' | 'attachment'

type Facts = Readonly<Record<string, string | number | boolean | null | readonly string[] | Readonly<Record<string, string>>>>

/** One line of history, without who, when and where, which the transaction that stores it knows. */
export type EstateEventDraft = {
  readonly kind: EstateEventKind
  readonly subjectKind: EstateSubject
  readonly subjectId: string
  readonly before: Facts | null
  readonly after: Facts | null
}
