import { defineCommand } from '../define-command.ts'

export const serveCommand = defineCommand({
  name: 'serve',
  summary: 'Run Reeve here: API, schedules and background jobs, until SIGTERM',
  details: 'The address and everything else come from the environment: docs/configuration.md.',
  run: async ({ launcher, signal }) => {
    await launcher.serve(signal)
    return { kind: 'nothing' }
  },
})
