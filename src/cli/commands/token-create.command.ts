import { defineCommand } from '../define-command.ts'

export const tokenCreateCommand = defineCommand({
  name: 'token create',
  summary: 'Create an API token and show its secret, once',
  details: 'Example: reeve token create ci --role viewer --expires-in-days 90 --output json',
  arguments: [{ name: 'name', summary: 'what the token is for; unique among live tokens' }],
  options: {
    role: { type: 'string', summary: 'What it may do, such as viewer; custom needs --permission. See: reeve role list' },
    scope: { type: 'string', value: 'SELECTOR', summary: 'Where: OU ids, badges, accounts; without it the whole estate' },
    permission: {
      type: 'string',
      multiple: true,
      value: 'PERMISSION',
      summary: 'One permission of a custom token, such as accounts:read',
      fields: ['permissions'],
    },
    'expires-in-days': { type: 'integer', min: 1, max: 3650, value: 'DAYS', summary: 'Days until it expires; without it, until revoked' },
  },
  run: async ({ api, must, text, texts, integer, io }) => {
    const body = {
      name: must('name'),
      role: text('role'),
      scope: text('scope'),
      permissions: texts('permission'),
      expiresInDays: integer('expires-in-days'),
    }
    const created = await (await api()).post<{ token: string; [member: string]: unknown }>('/v1/tokens', body)
    io.note('Keep the token now: it is not stored and cannot be shown again.')
    return { kind: 'item', item: created }
  },
})
