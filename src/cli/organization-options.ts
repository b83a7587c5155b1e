import { callerBody, callerOptions } from './caller-options.ts'
import type { ArgumentSpec, CommandCall, OptionSpec } from './define-command.ts'
import { present } from './present.ts'

/** `<org>` of every command: `o-…` or a nickname. */
export const organizationArgument: ArgumentSpec = { name: 'org', summary: 'organization id (o-…) or nickname' }

const roleArn = 'credentials.organizationRole'
const memberRole = 'credentials.memberRole'

/** The form of a registration, as flags; the field that each fills lets the server's complaint name the flag. */
export const organizationOptions: Readonly<Record<string, OptionSpec>> = {
  'org-role-arn': {
    type: 'string',
    value: 'ARN',
    summary: 'Role that reads the organization',
    fields: [`${roleArn}.arn`, roleArn, 'credentials'],
  },
  'org-external-id': { type: 'string', value: 'ID', summary: "ExternalId of that role's trust", fields: [`${roleArn}.externalId`] },
  'org-no-external-id': { type: 'boolean', summary: 'That role asks for no ExternalId (an edit must say so)' },
  'org-session-name': {
    type: 'string',
    value: 'NAME',
    summary: "Names Reeve in CloudTrail's events of that role",
    fields: [`${roleArn}.sessionName`],
  },
  'org-duration': {
    type: 'integer',
    value: 'SECONDS',
    summary: "Life of that role's sessions, 900–43200",
    fields: [`${roleArn}.durationSeconds`],
  },
  'member-role': {
    type: 'string',
    value: 'NAME',
    summary: 'Role in every member account, with its path',
    fields: [`${memberRole}.name`, memberRole],
  },
  'member-external-id': {
    type: 'string',
    value: 'ID',
    summary: "ExternalId of the member roles' trust",
    fields: [`${memberRole}.externalId`],
  },
  'member-no-external-id': { type: 'boolean', summary: 'The member roles ask for no ExternalId (an edit must say so)' },
  'member-session-name': {
    type: 'string',
    value: 'NAME',
    summary: "Names Reeve in CloudTrail's events of the member roles",
    fields: [`${memberRole}.sessionName`],
  },
  'member-duration': {
    type: 'integer',
    value: 'SECONDS',
    summary: "Life of the member roles' sessions, 900–43200",
    fields: [`${memberRole}.durationSeconds`],
  },
  ...callerOptions,
  nickname: { type: 'string', value: 'NAME', summary: 'Name in lists and badges' },
  'exclude-prefix': {
    type: 'string',
    multiple: true,
    value: 'PREFIX',
    summary: 'Leave out accounts whose names begin so, case-sensitive',
    fields: ['excludePrefixes'],
  },
  'scope-ou': { type: 'string', multiple: true, value: 'OU', summary: 'Import only this OU and what lies below', fields: ['scopeOuIds'] },
  'auto-remove-suspended': {
    type: 'boolean',
    negatable: true,
    summary: 'Detach accounts that are suspended or closed',
    fields: ['autoRemoveSuspended'],
  },
  'auto-badge': {
    type: 'boolean',
    negatable: true,
    summary: 'Keep badges in line with AWS tags, places and the nickname',
    fields: ['autoBadge'],
  },
  'sync-every': {
    type: 'integer',
    value: 'MINUTES',
    summary: 'From one scheduled sync to the next, 15–10080; an hour when absent',
    fields: ['syncEveryMinutes'],
  },
}

/** Only what was given: absent members keep their defaults, or in an edit what is stored. */
export function organizationBody(call: CommandCall): Record<string, unknown> {
  const credentials = credentialsBody(call)
  return present({
    credentials: Object.keys(credentials).length === 0 ? undefined : credentials,
    nickname: call.text('nickname'),
    excludePrefixes: listed(call, 'exclude-prefix'),
    scopeOuIds: listed(call, 'scope-ou'),
    autoRemoveSuspended: call.flag('auto-remove-suspended'),
    autoBadge: call.flag('auto-badge'),
    syncEveryMinutes: call.integer('sync-every'),
  })
}

function credentialsBody(call: CommandCall): Record<string, unknown> {
  const organizationRole = present({ arn: call.text('org-role-arn'), ...roleBody(call, 'org') })
  const memberRoleBody = present({ name: call.text('member-role'), ...roleBody(call, 'member') })
  return present({
    caller: callerBody(call),
    organizationRole: Object.keys(organizationRole).length === 0 ? undefined : organizationRole,
    memberRole: Object.keys(memberRoleBody).length === 0 ? undefined : memberRoleBody,
  })
}

function roleBody(call: CommandCall, role: 'org' | 'member'): Record<string, unknown> {
  const externalId = call.flag(`${role}-no-external-id`) === true ? null : call.text(`${role}-external-id`)
  return { externalId, sessionName: call.text(`${role}-session-name`), durationSeconds: call.integer(`${role}-duration`) }
}

function listed(call: CommandCall, name: string): readonly string[] | undefined {
  const values = call.texts(name)
  return values.length === 0 ? undefined : values
}
