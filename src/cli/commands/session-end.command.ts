import { defineCommand } from '../define-command.ts'

export const sessionEndCommand = defineCommand({
  name: 'session end',
  summary: 'End one of one’s own sessions; of other people: reeve person end-sessions',
  arguments: [{ name: 'session', summary: 'its id; see: reeve session list' }],
  run: async ({ api, must, io }) => {
    await (await api()).send({ method: 'DELETE', path: `/v1/me/sessions/${encodeURIComponent(must('session'))}` })
    io.note('Ended.')
    return { kind: 'nothing' }
  },
})
