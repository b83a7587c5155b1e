import { defineCommand } from '../define-command.ts'

export const orgListCommand = defineCommand({
  name: 'org list',
  summary: 'List registered organizations with their account counts',
  run: async ({ api }) => ({
    kind: 'rows',
    rows: (await api()).list<object>('/v1/organizations'),
    columns: [
      'organizationId',
      'nickname',
      'managementAccountId',
      'featureSet',
      'accounts.total',
      'accounts.imported',
      'accounts.attention',
    ],
  }),
})
