import { defineCommand } from '../define-command.ts'

export const workerCommand = defineCommand({
  name: 'worker',
  summary: 'Run background jobs only, beside servers that share DATABASE_URL',
  run: async ({ launcher, signal }) => {
    await launcher.worker(signal)
    return { kind: 'nothing' }
  },
})
