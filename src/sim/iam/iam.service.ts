import { commonErrors, defineService } from '../define-service.ts'
import { openAccountProvider, principalPoliciesProvider, serviceLinkedRoleProvider } from '../providers.ts'
import { addRole, findIam, policiesOf } from './state.ts'
import { addServiceLinkedRole } from './service-linked-role.ts'
import { operations } from './operations.gen.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html. IAM publishes no rates; these are assumed. */
export const iamService = defineService({
  name: 'iam',
  protocol: 'awsQuery',
  version: '2010-05-08',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  answersIn: 'iam',
  schemas: () => import('@aws-sdk/client-iam'),
  operations,
  throttles: [
    {
      operations: ['SimulatePrincipalPolicy', 'SimulateCustomPolicy', 'GetContextKeysForPrincipalPolicy', 'GetContextKeysForCustomPolicy'],
      account: { rate: 5, burst: 20 },
    },
    { operations: ['*'], account: { rate: 20, burst: 100 } },
  ],
  errors: commonErrors.query,
  start(aws) {
    aws.provide(principalPoliciesProvider, (caller) => {
      const iam = findIam(aws, caller.accountId)
      const name = caller.entityPath?.split('/').at(-1)
      const record =
        iam === undefined || name === undefined ? undefined : caller.kind === 'user' ? iam.users.get(name) : iam.roles.get(name)
      // A session outlives its role but not its rights: a new role of the same name has another id.
      if (iam === undefined || record === undefined || !caller.userId.startsWith(record.id)) return undefined
      return { ...policiesOf(aws, iam, record), tags: Object.fromEntries(record.tags), version: iam.version }
    })
    aws.provide(openAccountProvider, ({ accountId, managementAccountId, roleName }) => {
      const trust = {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:${aws.settings.partition}:iam::${managementAccountId}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }
      addRole(aws, accountId, { name: roleName, trust, attached: [`arn:${aws.settings.partition}:iam::aws:policy/AdministratorAccess`] })
    })
    aws.provide(serviceLinkedRoleProvider, (accountId, servicePrincipal) => {
      addServiceLinkedRole(aws, accountId, { servicePrincipal })
    })
  },
})
