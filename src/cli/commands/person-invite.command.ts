import { defineCommand } from '../define-command.ts'

export const personInviteCommand = defineCommand({
  name: 'person invite',
  summary: 'Make a link that lets one person in, once',
  details: 'Example: reeve person invite --role viewer --scope "ou:ou-ab12-11111111/**" --email pat@example.com',
  options: {
    role: { type: 'string', required: true, summary: 'What they may do; see: reeve role list' },
    scope: { type: 'string', value: 'SELECTOR', summary: 'Where: OU ids, badges, accounts; without it the whole estate' },
    email: { type: 'string', summary: 'Whom it is for; without it they say themselves' },
    'expires-in-hours': {
      type: 'integer',
      min: 1,
      max: 672,
      value: 'HOURS',
      summary: 'Hours until it expires; 48 when absent',
      fields: ['expiresInHours'],
    },
  },
  run: async ({ api, must, text, integer, io }) => {
    const body = {
      role: must('role'),
      scope: text('scope') ?? null,
      email: text('email') ?? null,
      expiresInHours: integer('expires-in-hours'),
    }
    const link = await (await api()).post<object>('/v1/people/invitations', body)
    io.note('Give the link to that person alone: whoever opens it first is let in.')
    return { kind: 'item', item: link }
  },
})
