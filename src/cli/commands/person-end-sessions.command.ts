import { defineCommand } from '../define-command.ts'
import { personArgument, personIdOf } from '../people-options.ts'

export const personEndSessionsCommand = defineCommand({
  name: 'person end-sessions',
  summary: 'Sign a person out everywhere',
  arguments: [personArgument],
  run: async ({ api, must }) => {
    const client = await api()
    const path = `/v1/people/${await personIdOf(client, must('person'))}/sessions`
    return { kind: 'item', item: (await client.send<object>({ method: 'DELETE', path })).body }
  },
})
