import type { CallerIdentity, Work } from '#platform/aws/door.ts'
import { parseForCaller } from '#platform/aws/parse-for-caller.ts'
import type { ConnectionDoor } from './check-connection.ts'
import { type FormContext, type ParsedForm, peekCaller } from './connection-form.ts'
import { connectionErrors } from './errors.ts'

type CheckFormDeps = { readonly door: ConnectionDoor; readonly storedKeysAllowed: boolean }

/** Runs a form's rules, asking the caller who it is only where a duration turns on it (ROLE-10). Throws with every field at fault. */
export async function checkForm<Value>(
  { door, storedKeysAllowed }: CheckFormDeps,
  parse: (input: unknown, context: FormContext) => ParsedForm<Value>,
  { input, work }: { readonly input: unknown; readonly work: Work },
): Promise<Value> {
  const form = {
    parse: (callerKind: FormContext['callerKind']) => parse(input, { callerKind, storedKeysAllowed }),
    caller: (): CallerIdentity | undefined => peekCaller(input, storedKeysAllowed),
  }
  const parsed = await parseForCaller<Extract<ParsedForm<Value>, { kind: 'valid' }>>(door, form, work)
  if (parsed.kind === 'valid') return parsed.value
  const count = parsed.errors.length === 1 ? 'One field is' : `${parsed.errors.length} fields are`
  const detail = `${count} wrong. Nothing was stored. ${parsed.errors.map(({ message }) => message).join(' ')}`
  throw connectionErrors.connection_invalid(detail, { fields: parsed.errors })
}
