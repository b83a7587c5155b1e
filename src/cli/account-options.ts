import { callerBody, callerOptions } from './caller-options.ts'
import { type ArgumentSpec, type CommandCall, type OptionSpec, UsageError } from './define-command.ts'
import { present } from './present.ts'

/** `<account>` of every command. */
export const accountArgument: ArgumentSpec = { name: 'account', summary: 'account id, twelve digits', fields: ['accountId'] }

const role = 'credentials.role'

/** How a single account is reached, as flags; the field that each fills lets the server's complaint name the flag. */
export const connectionOptions: Readonly<Record<string, OptionSpec>> = {
  'role-arn': { type: 'string', value: 'ARN', summary: 'Role to assume in the account', fields: [`${role}.arn`, role, 'credentials'] },
  'as-caller': { type: 'boolean', summary: 'No role: the account that hosts Reeve, reached as the caller itself' },
  'session-name': {
    type: 'string',
    value: 'NAME',
    summary: 'Names Reeve in CloudTrail; Reeve when absent',
    fields: [`${role}.sessionName`],
  },
  'external-id': {
    type: 'string',
    value: 'ID',
    summary: "ExternalId of the role's trust; see: reeve account prepare",
    fields: [`${role}.externalId`],
  },
  'no-external-id': { type: 'boolean', summary: 'The role asks for no ExternalId (an edit must say so)' },
  duration: { type: 'integer', value: 'SECONDS', summary: 'Life of the sessions, 900–43200', fields: [`${role}.durationSeconds`] },
  ...callerOptions,
  name: { type: 'string', value: 'NAME', summary: 'Name in lists; the account id when absent' },
  strategy: { type: 'string', value: 'NAME', summary: 'Harvesting strategy', fields: ['harvestingStrategy'] },
}

/** Flags that only a new account has. */
export const newAccountOptions: Readonly<Record<string, OptionSpec>> = {
  ...connectionOptions,
  'account-id': { type: 'string', value: 'ID', summary: 'Account id, when it does not stand in the role ARN', fields: ['accountId'] },
  badge: { type: 'string', multiple: true, value: 'KEY=VALUE', summary: 'Badge to give it', fields: ['badges'] },
}

/** Only what was given: absent members keep their defaults, or in an edit what is stored. */
export function connectionBody(call: CommandCall): Record<string, unknown> {
  const credentials = present({ caller: callerBody(call), role: roleBody(call) })
  return present({
    credentials: Object.keys(credentials).length === 0 ? undefined : credentials,
    name: call.text('name'),
    harvestingStrategy: call.text('strategy'),
  })
}

export function newAccountBody(call: CommandCall): Record<string, unknown> {
  const badges = call.texts('badge').map(readBadge)
  return present({ ...connectionBody(call), accountId: call.text('account-id'), badges: badges.length === 0 ? undefined : badges })
}

function roleBody(call: CommandCall): object | null | undefined {
  const externalId = call.flag('no-external-id') === true ? null : call.text('external-id')
  const given = present({
    arn: call.text('role-arn'),
    sessionName: call.text('session-name'),
    durationSeconds: call.integer('duration'),
    externalId,
  })
  const isEmpty = Object.keys(given).length === 0
  if (call.flag('as-caller') !== true) return isEmpty ? undefined : given
  if (!isEmpty)
    throw new UsageError(['--as-caller excludes --role-arn, --session-name, --duration and the ExternalId: they belong to a role.'])
  return null
}

function readBadge(text: string): { readonly key: string; readonly value: string } {
  const at = text.indexOf('=')
  if (at < 1) throw new UsageError([`--badge ${text}: must be KEY=VALUE.`])
  return { key: text.slice(0, at), value: text.slice(at + 1) }
}
