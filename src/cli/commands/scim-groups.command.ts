import { defineCommand } from '../define-command.ts'
import { connectionArgument, connectionPath } from '../scim-options.ts'

export const scimGroupsCommand = defineCommand({
  name: 'scim groups',
  summary: 'List the groups that a directory has sent, and the roles that they give',
  arguments: [connectionArgument],
  run: async (call) => ({
    kind: 'rows',
    rows: (await call.api()).list<object>(connectionPath(call, '/groups'), { limit: 200 }),
    columns: ['displayName', 'externalId', 'members', 'roles', 'id'],
  }),
})
