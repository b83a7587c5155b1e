import { readFileSync } from 'node:fs'
import { type ArgumentSpec, type CommandCall, type OptionSpec, UsageError } from './define-command.ts'

/** `<org>` of every command: `o-…` or a nickname. */
export const organizationArgument: ArgumentSpec = { name: 'org', summary: 'organization id (o-…) or nickname' }

const roleArn = 'credentials.organizationRole'
const memberRole = 'credentials.memberRole'
const caller = 'credentials.caller'

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
  profile: {
    type: 'string',
    value: 'NAME',
    summary: "Profile of the server's AWS configuration to call from",
    fields: [`${caller}.profile`, caller, `${caller}.kind`],
  },
  'access-key-id': {
    type: 'string',
    value: 'KEY',
    summary: 'IAM user to call from; roles are better, and the server must allow this',
    fields: [`${caller}.accessKeyId`],
  },
  'secret-access-key-file': {
    type: 'string',
    value: 'FILE',
    summary: "File with that user's secret access key",
    fields: [`${caller}.secretAccessKey`],
  },
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

function callerBody(call: CommandCall): object | undefined {
  const profile = call.text('profile')
  const accessKeyId = call.text('access-key-id')
  const file = call.text('secret-access-key-file')
  if (profile !== undefined && accessKeyId !== undefined)
    throw new UsageError(['--profile and --access-key-id exclude each other: Reeve calls from one place.'])
  if (profile !== undefined) return { kind: 'profile', profile }
  if (accessKeyId === undefined && file === undefined) return undefined
  return present({ kind: 'stored_keys', accessKeyId, secretAccessKey: file === undefined ? undefined : readSecret(file) })
}

/** From a file, because a flag would stand in the process listing and the shell's history. */
function readSecret(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new UsageError([
      `--secret-access-key-file ${file}: could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
    ])
  }
}

function listed(call: CommandCall, name: string): readonly string[] | undefined {
  const values = call.texts(name)
  return values.length === 0 ? undefined : values
}

function present(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
