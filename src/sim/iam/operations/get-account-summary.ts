import { defineOperation } from '../../define-operation.ts'
import { onOwn, ownIam } from '../requests.ts'

export const getAccountSummary = defineOperation<object>({
  name: 'GetAccountSummary',
  authorize: onOwn('GetAccountSummary', '*'),
  handle(call) {
    const iam = ownIam(call)
    return {
      SummaryMap: {
        Users: iam.users.size,
        UsersQuota: 5000,
        Roles: iam.roles.size,
        RolesQuota: 1000,
        Policies: iam.policies.size,
        PoliciesQuota: 1500,
        Groups: 0,
        GroupsQuota: 300,
        Providers: iam.oidcProviders.size,
        AttachedPoliciesPerUserQuota: 10,
        AttachedPoliciesPerRoleQuota: 10,
        PolicySizeQuota: 6144,
        AssumeRolePolicySizeQuota: 2048,
        VersionsPerPolicyQuota: 5,
        AccessKeysPerUserQuota: 2,
        AccountAccessKeysPresent: 0,
        AccountMFAEnabled: 1,
        MFADevices: 0,
        MFADevicesInUse: 0,
        GlobalEndpointTokenVersion: iam.globalEndpointTokenVersion,
      },
    }
  },
})
