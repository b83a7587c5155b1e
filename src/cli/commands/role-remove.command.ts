import { defineCommand } from '../define-command.ts'

export const roleRemoveCommand = defineCommand({
  name: 'role remove',
  summary: 'Remove a role of this site that nobody has any more',
  arguments: [{ name: 'role', summary: 'its name' }],
  run: async ({ api, must, io }) => {
    await (await api()).send({ method: 'DELETE', path: `/v1/roles/${encodeURIComponent(must('role'))}` })
    io.note(`Removed ${must('role')}.`)
    return { kind: 'nothing' }
  },
})
