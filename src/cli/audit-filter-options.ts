import type { CommandCall, OptionSpec } from './define-command.ts'

/** What to read of the trail, as flags of a list and of an export. */
export const auditFilterOptions: Readonly<Record<string, OptionSpec>> = {
  actor: { type: 'string', summary: 'Only what this actor did: token:<id>, os:<uid>, user:*' },
  action: { type: 'string', summary: 'Only this action; a trailing * matches the rest: token.*' },
  subject: { type: 'string', summary: 'Only what happened to this: account:111122223333, organization:*' },
  'subject-kind': { type: 'string', value: 'KIND', summary: 'Only what happened to things of this kind: account, token, person' },
  result: { type: 'string', choices: ['done', 'refused', 'failed'], summary: 'Only what ended so' },
  account: { type: 'string', value: 'ACCOUNT_ID', summary: 'Only what happened to this account or names it' },
  organization: { type: 'string', value: 'O-ID', summary: 'Only what happened to this organization or names it' },
  'request-id': { type: 'string', value: 'ID', summary: 'Only what this request did' },
  text: { type: 'string', value: 'TEXT', summary: 'Only events that hold this text anywhere', fields: ['q'] },
  since: { type: 'string', value: 'TIME', summary: 'From this time on, such as 2026-11-21T00:00:00Z' },
  until: { type: 'string', value: 'TIME', summary: 'Before this time' },
}

/** The query that these flags stand for. */
export function auditFilterQuery({ text }: Pick<CommandCall, 'text'>): Record<string, string | undefined> {
  return {
    actor: text('actor'),
    action: text('action'),
    subject: text('subject'),
    subjectKind: text('subject-kind'),
    result: text('result'),
    account: text('account'),
    organization: text('organization'),
    requestId: text('request-id'),
    q: text('text'),
    since: text('since'),
    until: text('until'),
  }
}
