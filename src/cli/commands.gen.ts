// Written by `npm run gen`. Do not edit.
import { auditListCommand } from './commands/audit-list.command.ts'
import { doctorCommand } from './commands/doctor.command.ts'
import { jobCancelCommand } from './commands/job-cancel.command.ts'
import { jobListCommand } from './commands/job-list.command.ts'
import { jobRetryCommand } from './commands/job-retry.command.ts'
import { jobShowCommand } from './commands/job-show.command.ts'
import { serveCommand } from './commands/serve.command.ts'
import { tokenCreateCommand } from './commands/token-create.command.ts'
import { tokenListCommand } from './commands/token-list.command.ts'
import { tokenRevokeCommand } from './commands/token-revoke.command.ts'
import { workerCommand } from './commands/worker.command.ts'

export const commands = [
  auditListCommand,
  doctorCommand,
  jobCancelCommand,
  jobListCommand,
  jobRetryCommand,
  jobShowCommand,
  serveCommand,
  tokenCreateCommand,
  tokenListCommand,
  tokenRevokeCommand,
  workerCommand,
] as const
