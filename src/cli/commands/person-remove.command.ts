import { defineCommand } from '../define-command.ts'
import { personArgument, personIdOf } from '../people-options.ts'

export const personRemoveCommand = defineCommand({
  name: 'person remove',
  summary: 'Remove a person for good, with their sessions, the tokens they made and their roles',
  details: 'The audit trail keeps the name and what the person did. To shut somebody out for a while: reeve person disable.',
  arguments: [personArgument],
  run: async ({ api, must, io }) => {
    const client = await api()
    await client.send({ method: 'DELETE', path: `/v1/people/${await personIdOf(client, must('person'))}` })
    io.note(`Removed ${must('person')}.`)
    return { kind: 'nothing' }
  },
})
