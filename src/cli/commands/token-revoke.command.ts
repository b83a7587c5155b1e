import { defineCommand } from '../define-command.ts'

export const tokenRevokeCommand = defineCommand({
  name: 'token revoke',
  summary: 'Revoke an API token at once',
  arguments: [{ name: 'token', summary: 'its id or its name' }],
  run: async ({ api, must, io }) => {
    await (await api()).send({ method: 'DELETE', path: `/v1/tokens/${encodeURIComponent(must('token'))}` })
    io.note(`Revoked ${must('token')}.`)
    return { kind: 'nothing' }
  },
})
