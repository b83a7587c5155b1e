import type { ListStackSetsCommandInput, StackSetSummary } from '@aws-sdk/client-cloudformation'
import { defineOperation } from '../../define-operation.ts'
import { readPage } from '../stack-set-page.ts'
import { visibleStackSets } from '../stack-set-scope.ts'

export const listStackSets = defineOperation<ListStackSetsCommandInput>({
  name: 'ListStackSets',
  constraints: {
    MaxResults: { range: [1, 100] },
    Status: { oneOf: ['ACTIVE', 'DELETED'] },
    CallAs: { oneOf: ['SELF', 'DELEGATED_ADMIN'] },
  },
  authorize: ({ aws, caller, region }) => ({
    action: 'cloudformation:ListStackSets',
    resource: `arn:${aws.settings.partition}:cloudformation:${region}:${caller.accountId}:stackset/*`,
  }),
  handle: (call) => {
    const { input, caller } = call
    const sets = visibleStackSets(call)
    const all = input.Status === 'DELETED' ? [] : sets.page('', sets.size).items
    const summaries = all.map((set): StackSetSummary => ({
      StackSetName: set.name,
      StackSetId: set.id,
      Description: set.description,
      Status: 'ACTIVE',
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      DriftStatus: 'NOT_CHECKED',
    }))
    return readPage(summaries, `ListStackSets/${caller.accountId}/${input.CallAs}/${input.Status}`, input)
  },
})
