import { defineCommand } from '../define-command.ts'
import { connectionArgument, connectionPath } from '../scim-options.ts'

export const scimShowCommand = defineCommand({
  name: 'scim show',
  summary: 'Show a SCIM connection: its mapping, its tokens, and what the directory is to be given',
  arguments: [connectionArgument],
  run: async (call) => ({ kind: 'item', item: await (await call.api()).get<object>(connectionPath(call)) }),
})
