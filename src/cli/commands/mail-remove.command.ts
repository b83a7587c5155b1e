import { defineCommand } from '../define-command.ts'

export const mailRemoveCommand = defineCommand({
  name: 'mail remove',
  summary: 'Send no letters to people any more',
  run: async ({ api, io }) => {
    await (await api()).send({ method: 'DELETE', path: '/v1/system-mail' })
    io.note('New passwords are given by an administrator’s link from now on: reeve person reset-link')
    return { kind: 'nothing' }
  },
})
