import { defineCommand } from '../define-command.ts'
import { personArgument, personIdOf } from '../people-options.ts'

export const personDisableCommand = defineCommand({
  name: 'person disable',
  summary: 'Shut a person out at once, with their sessions, the tokens they made and the links they sent',
  arguments: [personArgument],
  run: async ({ api, must }) => {
    const client = await api()
    const path = `/v1/people/${await personIdOf(client, must('person'))}`
    return { kind: 'item', item: (await client.send<object>({ method: 'PATCH', path, body: { disabled: true } })).body }
  },
})
