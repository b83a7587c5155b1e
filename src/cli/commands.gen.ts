// Written by `npm run gen`. Do not edit.
import { auditListCommand } from './commands/audit-list.command.ts'
import { serveCommand } from './commands/serve.command.ts'
import { tokenCreateCommand } from './commands/token-create.command.ts'
import { tokenListCommand } from './commands/token-list.command.ts'
import { tokenRevokeCommand } from './commands/token-revoke.command.ts'
import { workerCommand } from './commands/worker.command.ts'

export const commands = [
  auditListCommand,
  serveCommand,
  tokenCreateCommand,
  tokenListCommand,
  tokenRevokeCommand,
  workerCommand,
] as const
