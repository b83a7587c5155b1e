import type { FieldError } from '#lib/app-error.ts'
import type { AwsDoor, CallerIdentity, Work } from './door.ts'
import type { CredentialContext } from './credential-fields.ts'
import { isRoleSession } from './identities.ts'

type Parsed<Valid> = Valid | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
type CallerKind = CredentialContext['callerKind']
type Form<Valid> = {
  readonly parse: (callerKind: CallerKind) => Parsed<Valid>
  /** The caller that the form names, if that much of it holds. */
  readonly caller: () => CallerIdentity | undefined
}

/**
 * Runs a form's rules. Whether durations above an hour may stand depends on what the caller is (ROLE-10), so the caller is asked who it
 * is, but only where the answer decides something. A caller that cannot be asked is left to the step that assumes the role.
 */
export async function parseForCaller<Valid extends { readonly kind: 'valid' }>(
  door: Pick<AwsDoor, 'open'>,
  { parse, caller }: Form<Valid>,
  work: Work,
): Promise<Parsed<Valid>> {
  const asRole = parse('role')
  if (asRole.kind === 'valid') return asRole
  const asUser = parse('user')
  const isUndecided = asUser.kind === 'valid' || asUser.errors.length !== asRole.errors.length
  return isUndecided && (await findCallerKind(door, caller(), work)) !== 'role' ? asUser : asRole
}

async function findCallerKind(door: Pick<AwsDoor, 'open'>, caller: CallerIdentity | undefined, work: Work): Promise<CallerKind> {
  if (caller === undefined) return 'unknown'
  const session = await door.open({ caller }, work)
  if (session.kind !== 'ok') return 'unknown'
  return isRoleSession(session.value.principalArn) ? 'role' : 'user'
}
