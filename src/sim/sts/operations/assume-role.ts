import type { AssumeRoleRequest } from '@aws-sdk/client-sts'
import { assumeRoleAs, sessionConstraints } from '../assume-role-as.ts'
import { defineOperation } from '../../define-operation.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const assumeRole = defineOperation<AssumeRoleRequest>({
  name: 'AssumeRole',
  constraints: {
    ...sessionConstraints,
    ExternalId: { pattern: /^[\w+=,.@:/-]*$/, length: [2, 1224] },
    SerialNumber: { pattern: /^[\w+=/:,.@-]*$/, length: [9, 256] },
    TokenCode: { pattern: /^[\d]*$/, length: [6, 6] },
    SourceIdentity: { pattern: /^[\w+=,.@-]*$/, length: [2, 64] },
    Tags: { length: [0, 50] },
    'Tags[].Key': { length: [1, 128] },
    'Tags[].Value': { length: [0, 256] },
    TransitiveTagKeys: { length: [0, 50] },
  },
  acceptsDisabledRegion: true,
  // The role's trust policy takes part in the decision, and refusals must not tell what is missing: `assumeRoleAs` asks by itself.
  authorize: null,
  handle: (call) => assumeRoleAs(call),
})
