import type { MoveAccountCommandInput } from '@aws-sdk/client-organizations'
import { accountArn, resourceArn } from '../arns.ts'
import { ids } from '../constraints.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { moveMember } from '../tree.ts'

export const moveAccount = organizationsOperation<MoveAccountCommandInput>({
  name: 'MoveAccount',
  access: 'management',
  constraints: { AccountId: ids.account, SourceParentId: ids.parent, DestinationParentId: ids.parent },
  resources: (organization, input) => [
    accountArn(organization, input.AccountId ?? ''),
    resourceArn(organization, input.SourceParentId ?? ''),
    resourceArn(organization, input.DestinationParentId ?? ''),
  ],
  handle: ({ organization }, input) => {
    moveMember(organization, input.AccountId ?? '', { from: input.SourceParentId ?? '', to: input.DestinationParentId ?? '' })
    return {}
  },
})
