import type { AppError } from '#lib/app-error.ts'
import type { AwsDoor, Work } from '#platform/aws/door.ts'
import { type FormContext, peekCaller } from './credentials-form.ts'
import { organizationErrors } from './errors.ts'
import type { ParsedForm } from './organization-form.ts'

export type CheckFormDeps = { readonly door: AwsDoor; readonly storedKeysAllowed: boolean }
type Parse<Value> = (input: unknown, context: FormContext) => ParsedForm<Value>

/**
 * Runs a form's rules. Whether durations above an hour may stand depends on what the caller is (ROLE-10), so the caller is asked who it
 * is, but only where the answer decides something. A caller that cannot be asked is left to the step that assumes the role.
 */
export async function checkForm<Value>(
  deps: CheckFormDeps,
  parse: Parse<Value>,
  { input, work }: { readonly input: unknown; readonly work: Work },
): Promise<Extract<ParsedForm<Value>, { kind: 'valid' }>> {
  const { storedKeysAllowed } = deps
  const asRole = parse(input, { callerKind: 'role', storedKeysAllowed })
  if (asRole.kind === 'valid') return asRole
  const asUser = parse(input, { callerKind: 'user', storedKeysAllowed })
  const isUndecided = asUser.kind === 'valid' || asUser.errors.length !== asRole.errors.length
  const parsed = isUndecided && (await findCallerKind(deps, { input, work })) !== 'role' ? asUser : asRole
  if (parsed.kind === 'valid') return parsed
  throw formError(parsed.errors)
}

async function findCallerKind(
  { door, storedKeysAllowed }: CheckFormDeps,
  { input, work }: { readonly input: unknown; readonly work: Work },
): Promise<FormContext['callerKind']> {
  const caller = peekCaller(input, storedKeysAllowed)
  if (caller === undefined) return 'unknown'
  const session = await door.open({ caller }, work)
  if (session.kind !== 'ok') return 'unknown'
  return session.value.principalArn.includes(':assumed-role/') || session.value.principalArn.includes(':role/') ? 'role' : 'user'
}

function formError(errors: Extract<ParsedForm<unknown>, { kind: 'invalid' }>['errors']): AppError {
  const count = errors.length === 1 ? 'One field is' : `${errors.length} fields are`
  return organizationErrors.organization_invalid(`${count} wrong. Nothing was stored. ${errors.map(({ message }) => message).join(' ')}`, {
    fields: errors,
  })
}
