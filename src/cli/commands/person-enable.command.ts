import { defineCommand } from '../define-command.ts'
import { personArgument, personIdOf } from '../people-options.ts'

export const personEnableCommand = defineCommand({
  name: 'person enable',
  summary: 'Let a disabled person in again',
  arguments: [personArgument],
  run: async ({ api, must }) => {
    const client = await api()
    const path = `/v1/people/${await personIdOf(client, must('person'))}`
    return { kind: 'item', item: (await client.send<object>({ method: 'PATCH', path, body: { disabled: false } })).body }
  },
})
