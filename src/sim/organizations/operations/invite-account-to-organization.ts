import type { InviteAccountToOrganizationCommandInput } from '@aws-sdk/client-organizations'
import { notes } from '../constraints.ts'
import { invite } from '../handshakes.ts'
import { organizationsOperation } from '../organizations-operation.ts'
import { handshakeShape } from '../shapes.ts'

export const inviteAccountToOrganization = organizationsOperation<InviteAccountToOrganizationCommandInput>({
  name: 'InviteAccountToOrganization',
  access: 'management',
  constraints: { 'Target.Type': { oneOf: ['ACCOUNT', 'ORGANIZATION', 'EMAIL'] }, Notes: notes },
  handle: ({ aws, organization }, input) => ({ Handshake: handshakeShape(aws, invite(aws, organization, input)) }),
})
