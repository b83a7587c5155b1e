import { defineCommand } from '../define-command.ts'
import { personArgument, personIdOf } from '../people-options.ts'

export const personResetLinkCommand = defineCommand({
  name: 'person reset-link',
  summary: 'Make a link by which a person sets a new password, once',
  details: 'Their second factor stays; every session of theirs ends when the link is used. A newer link voids the older.',
  arguments: [personArgument],
  options: {
    'expires-in-minutes': { type: 'integer', min: 5, max: 1440, value: 'MINUTES', summary: 'Minutes until it expires; 60 when absent' },
  },
  run: async ({ api, must, integer, io }) => {
    const client = await api()
    const path = `/v1/people/${await personIdOf(client, must('person'))}/reset-link`
    const link = await client.post<object>(path, { expiresInMinutes: integer('expires-in-minutes') })
    io.note('Give the link to that person alone: whoever opens it first chooses the password.')
    return { kind: 'item', item: link }
  },
})
