import { defineCommand } from '../define-command.ts'
import { connectionArgument, connectionPath } from '../scim-options.ts'

export const scimRevokeCommand = defineCommand({
  name: 'scim revoke',
  summary: 'Revoke a token of a SCIM connection at once',
  arguments: [connectionArgument, { name: 'token', summary: 'its id; see: reeve scim show' }],
  run: async (call) => {
    await (await call.api()).send({ method: 'DELETE', path: connectionPath(call, `/tokens/${encodeURIComponent(call.must('token'))}`) })
    call.io.note(`Revoked ${call.must('token')}.`)
    return { kind: 'nothing' }
  },
})
