import { defineCommand } from '../define-command.ts'

export const identityProviderRemoveCommand = defineCommand({
  name: 'identity-provider remove',
  summary: 'Let nobody in through a provider any more; whoever can also come another way stays',
  arguments: [{ name: 'id', summary: 'its id' }],
  run: async ({ api, must, io }) => {
    await (await api()).send({ method: 'DELETE', path: `/v1/identity-providers/${encodeURIComponent(must('id'))}` })
    io.note(`Removed ${must('id')}.`)
    return { kind: 'nothing' }
  },
})
