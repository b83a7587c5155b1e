import { defineCommand } from '../define-command.ts'
import { connectionArgument, connectionPath } from '../scim-options.ts'

export const scimRemoveCommand = defineCommand({
  name: 'scim remove',
  summary: 'Let a directory provision nobody any more',
  details: 'Its tokens, groups and their roles go, and the people it made to whom nobody gave anything here. Everybody else stays.',
  arguments: [connectionArgument],
  run: async (call) => {
    await (await call.api()).send({ method: 'DELETE', path: connectionPath(call) })
    call.io.note(`Removed ${call.must('connection')}.`)
    return { kind: 'nothing' }
  },
})
