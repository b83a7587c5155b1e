import type { AppError } from '#lib/app-error.ts'
import type { AwsDoor, Work } from '#platform/aws/door.ts'
import { parseForCaller } from '#platform/aws/parse-for-caller.ts'
import { type FormContext, peekCaller } from './credentials-form.ts'
import { organizationErrors } from './errors.ts'
import type { ParsedForm } from './organization-form.ts'

export type CheckFormDeps = { readonly door: AwsDoor; readonly storedKeysAllowed: boolean }
type Parse<Value> = (input: unknown, context: FormContext) => ParsedForm<Value>
type Valid<Value> = Extract<ParsedForm<Value>, { kind: 'valid' }>

/** Runs a form's rules, asking the caller who it is only where a duration turns on it (ROLE-10). Throws with every field at fault. */
export async function checkForm<Value>(
  { door, storedKeysAllowed }: CheckFormDeps,
  parse: Parse<Value>,
  { input, work }: { readonly input: unknown; readonly work: Work },
): Promise<Valid<Value>> {
  const form = {
    parse: (callerKind: FormContext['callerKind']) => parse(input, { callerKind, storedKeysAllowed }),
    caller: () => peekCaller(input, storedKeysAllowed),
  }
  const parsed = await parseForCaller<Valid<Value>>(door, form, work)
  if (parsed.kind === 'valid') return parsed
  throw formError(parsed.errors)
}

function formError(errors: Extract<ParsedForm<unknown>, { kind: 'invalid' }>['errors']): AppError {
  const count = errors.length === 1 ? 'One field is' : `${errors.length} fields are`
  return organizationErrors.organization_invalid(`${count} wrong. Nothing was stored. ${errors.map(({ message }) => message).join(' ')}`, {
    fields: errors,
  })
}
