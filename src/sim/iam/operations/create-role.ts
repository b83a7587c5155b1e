import type { CreateRoleRequest } from '@aws-sdk/client-iam'
import { defineOperation } from '../../define-operation.ts'
import { alreadyExists } from '../errors.ts'
import { requireTrust } from '../require-trust.ts'
import { common, iamArn, ownIam } from '../requests.ts'
import { addRole } from '../state.ts'
import { roleView } from '../views.ts'

export const createRole = defineOperation<CreateRoleRequest>({
  name: 'CreateRole',
  constraints: {
    RoleName: common.RoleName,
    Path: common.Path,
    MaxSessionDuration: common.MaxSessionDuration,
    Description: { length: [0, 1000] },
    Tags: { length: [0, 50] },
    'Tags[].Key': common.TagKey,
    'Tags[].Value': common.TagValue,
  },
  authorize: (call) => ({ action: 'iam:CreateRole', resource: iamArn(call, `role${call.input.Path ?? '/'}${call.input.RoleName}`) }),
  handle(call) {
    const { RoleName, Path, AssumeRolePolicyDocument, Description, MaxSessionDuration, PermissionsBoundary, Tags } = call.input
    const iam = ownIam(call)
    if (iam.roles.has(RoleName!)) throw alreadyExists('Role', RoleName!)
    requireTrust(call.aws, AssumeRolePolicyDocument!)
    const role = addRole(call.aws, call.caller.accountId, {
      name: RoleName!,
      trust: AssumeRolePolicyDocument!,
      tags: Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key!, Value!])),
      ...(Path === undefined ? {} : { path: Path }),
      ...(Description === undefined ? {} : { description: Description }),
      ...(MaxSessionDuration === undefined ? {} : { maxSessionDuration: MaxSessionDuration }),
      ...(PermissionsBoundary === undefined ? {} : { boundary: PermissionsBoundary }),
    })
    return { Role: roleView(call.aws, role) }
  },
})
