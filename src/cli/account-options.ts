import type { ArgumentSpec } from './define-command.ts'

/** `<account>` of every command. */
export const accountArgument: ArgumentSpec = { name: 'account', summary: 'account id, twelve digits', fields: ['accountId'] }
