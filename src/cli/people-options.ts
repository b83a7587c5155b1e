import type { ApiClient } from '#platform/http/client.ts'
import { type ArgumentSpec, type OptionSpec, UsageError } from './define-command.ts'

export type PersonRow = { readonly id: string; readonly email: string }

/** `<person>` of every command. */
export const personArgument: ArgumentSpec = { name: 'person', summary: 'e-mail or id of the person' }

/** Roles as flags: each names a role, and after `=` where it reaches. */
export const roleOption: OptionSpec = {
  type: 'string',
  multiple: true,
  value: 'ROLE[=SELECTOR]',
  summary: 'A role, everywhere or where the selector says, such as editor=badge:team=blue; say it again for more',
  fields: ['roles', 'roles.role', 'roles.scope'],
}

export function readRoles(texts: readonly string[]): { readonly role: string; readonly scope: string | null }[] {
  return texts.map((text) => {
    const at = text.indexOf('=')
    return at === -1 ? { role: text, scope: null } : { role: text.slice(0, at), scope: text.slice(at + 1) }
  })
}

/** The id of a person named by id or e-mail. */
export async function personIdOf(client: ApiClient, ref: string): Promise<string> {
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(ref)) return ref
  for await (const { id, email } of client.list<PersonRow>('/v1/people', { limit: 200 })) if (email === ref.toLowerCase()) return id
  throw new UsageError([`<person> ${ref}: nobody has this e-mail. See: reeve person list`])
}
