// Written by `npm run gen`. Do not edit.
import { auditListCommand } from './commands/audit-list.command.ts'
import { badgeHistoryCommand } from './commands/badge-history.command.ts'
import { badgeListCommand } from './commands/badge-list.command.ts'
import { badgeStage2Command } from './commands/badge-stage2.command.ts'
import { doctorCommand } from './commands/doctor.command.ts'
import { jobCancelCommand } from './commands/job-cancel.command.ts'
import { jobListCommand } from './commands/job-list.command.ts'
import { jobRetryCommand } from './commands/job-retry.command.ts'
import { jobShowCommand } from './commands/job-show.command.ts'
import { orgAddCommand } from './commands/org-add.command.ts'
import { orgEditCommand } from './commands/org-edit.command.ts'
import { orgListCommand } from './commands/org-list.command.ts'
import { orgPreviewCommand } from './commands/org-preview.command.ts'
import { orgRemoveCommand } from './commands/org-remove.command.ts'
import { orgShowCommand } from './commands/org-show.command.ts'
import { orgTreeCommand } from './commands/org-tree.command.ts'
import { policyGenerateCommand } from './commands/policy-generate.command.ts'
import { serveCommand } from './commands/serve.command.ts'
import { tokenCreateCommand } from './commands/token-create.command.ts'
import { tokenListCommand } from './commands/token-list.command.ts'
import { tokenRevokeCommand } from './commands/token-revoke.command.ts'
import { workerCommand } from './commands/worker.command.ts'

export const commands = [
  auditListCommand,
  badgeHistoryCommand,
  badgeListCommand,
  badgeStage2Command,
  doctorCommand,
  jobCancelCommand,
  jobListCommand,
  jobRetryCommand,
  jobShowCommand,
  orgAddCommand,
  orgEditCommand,
  orgListCommand,
  orgPreviewCommand,
  orgRemoveCommand,
  orgShowCommand,
  orgTreeCommand,
  policyGenerateCommand,
  serveCommand,
  tokenCreateCommand,
  tokenListCommand,
  tokenRevokeCommand,
  workerCommand,
] as const
