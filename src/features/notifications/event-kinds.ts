import { type EstateEventKind, estateEventKinds } from '#lib/estate-event.ts'

const estateSummaries: Readonly<Record<EstateEventKind, string>> = {
  joined: 'An account is new in the organization',
  adopted: 'An account connected singly is now managed through its organization',
  left: 'An account left the organization',
  moved: 'An account moved to another OU',
  renamed: 'An account has another name',
  email_changed: 'An account has another e-mail address',
  suspended: 'AWS suspended an account',
  closed: 'An account was closed',
  reactivated: 'An account is active again',
  state_changed: 'An account changed its state otherwise',
  detached: 'Reeve stopped managing an account',
  restored: 'Reeve manages a detached account again',
  purged: 'A detached account was removed after its grace period',
  tag_added: 'An account has a new tag',
  tag_changed: 'A tag of an account has another value',
  tag_removed: 'A tag of an account is gone',
  ou_created: 'An OU is new',
  ou_renamed: 'An OU has another name',
  ou_moved: 'An OU moved',
  ou_deleted: 'An OU is gone',
  policy_type_changed: 'A policy type was switched on or off',
  policy_created: 'An organization policy is new',
  policy_changed: 'An organization policy was changed',
  policy_deleted: 'An organization policy is gone',
  attached: 'A policy was attached or detached',
  removals_held: 'A sync would have removed so many accounts that it asks first',
  ignored: 'Somebody set an account to be ignored',
  unignored: 'An account is no longer ignored',
}

/** Every kind of event that can be told, with what it means. */
export const eventKinds: Readonly<Record<string, string>> = {
  ...Object.fromEntries(estateEventKinds.map((kind) => [`estate.${kind}`, estateSummaries[kind]])),
  'attention.account_suspended': 'A suspended account waits for somebody to look at it',
  'attention.removals_held': 'Held removals wait for somebody to confirm them',
  'sync.failed': 'A sync failed',
  'sync.partial': 'A sync could not see everything',
  'sync.held': 'A sync was applied except for its removals',
  'account.status_changed': "An account's reachability changed: its role, its permissions or an SCP in the way",
  'badge.set': 'An account has a new badge',
  'badge.changed': 'A badge of an account has another value',
  'badge.removed': 'A badge of an account is gone',
  'job.failed': 'A background job was given up',
  'sign_in.locked': 'Too many failed sign-ins locked an e-mail or an address',
  'sign_in.break_glass': 'Somebody signed in with a password while password sign-in is off',
  'token.expiring': 'An API token expires soon',
  'token.expired': 'An API token has expired',
  'certificate.expiring': "The server's TLS certificate expires soon, or has",
  'audit.chain_broken': 'The audit trail does not hold: an event was changed, removed or added behind it',
  'audit.sink_failing': 'The audit trail could not be sent to a place outside for a quarter of an hour',
}

/** `*`, a family such as `sync.*`, or one kind. */
export function isKindPattern(pattern: string): boolean {
  if (pattern === '*' || pattern in eventKinds) return true
  return pattern.endsWith('.*') && Object.keys(eventKinds).some((kind) => kind.startsWith(pattern.slice(0, -1)))
}

export function matchesKind(pattern: string, kind: string): boolean {
  return pattern === '*' || pattern === kind || (pattern.endsWith('.*') && kind.startsWith(pattern.slice(0, -1)))
}
