import { defineCommand } from '../define-command.ts'
import { personArgument, personIdOf } from '../people-options.ts'

export const personShowCommand = defineCommand({
  name: 'person show',
  summary: 'Show a person with their roles and where these come from',
  arguments: [personArgument],
  run: async ({ api, must }) => {
    const client = await api()
    return { kind: 'item', item: await client.get<object>(`/v1/people/${await personIdOf(client, must('person'))}`) }
  },
})
