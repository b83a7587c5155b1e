import type { KeyPair } from '../define-world.ts'
import { addAccessKey, addRole, addUser } from '../iam/state.ts'
import type { SimulatedAws } from '../state.ts'

/** Two accounts for tests: a caller and a target, each with an administrator, and roles that trust in different ways. */
export const callerAccount = '111111111111'
export const targetAccount = '222222222222'
export const adminKeys: KeyPair = { accessKeyId: 'AKIAADMINADMINADMIN1', secretAccessKey: 'admin-secret-of-the-caller-account-00001' }
export const targetAdminKeys: KeyPair = { accessKeyId: 'AKIAADMINADMINADMIN2', secretAccessKey: 'admin-secret-of-the-target-account-00002' }
export const callerKeys: KeyPair = { accessKeyId: 'AKIACALLERCALLERCALL', secretAccessKey: 'secret-of-a-user-who-may-assume-roles-03' }
export const powerlessKeys: KeyPair = { accessKeyId: 'AKIAPOWERLESSUSER001', secretAccessKey: 'secret-of-a-user-who-may-do-nothing-0004' }

const longAgo = Date.parse('2020-01-01T00:00:00Z')
const administrator = ['arn:aws:iam::aws:policy/AdministratorAccess']

export function seedTinyWorld(aws: SimulatedAws): void {
  addUser(aws, callerAccount, { name: 'admin', attached: administrator, createdAt: longAgo })
  addAccessKey(aws, callerAccount, 'admin', adminKeys)
  addUser(aws, targetAccount, { name: 'admin', attached: administrator, createdAt: longAgo })
  addAccessKey(aws, targetAccount, 'admin', targetAdminKeys)
  addUser(aws, callerAccount, { name: 'caller', inline: { assume: policy('Allow', 'sts:*', '*') }, createdAt: longAgo })
  addAccessKey(aws, callerAccount, 'caller', callerKeys)
  addUser(aws, callerAccount, { name: 'powerless', createdAt: longAgo })
  addAccessKey(aws, callerAccount, 'powerless', powerlessKeys)

  addRole(aws, targetAccount, {
    name: 'reader',
    trust: trust({ StringEquals: { 'sts:ExternalId': 'right' } }),
    attached: ['arn:aws:iam::aws:policy/IAMReadOnlyAccess'],
    maxSessionDuration: 7200,
    createdAt: longAgo,
  })
  addRole(aws, targetAccount, { name: 'mfa-only', trust: trust({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }), createdAt: longAgo })
  addRole(aws, targetAccount, { name: 'open', trust: trust(), attached: administrator, maxSessionDuration: 43_200, createdAt: longAgo })
  addRole(aws, callerAccount, {
    name: 'hop',
    trust: trust(),
    inline: { assume: policy('Allow', 'sts:*', '*') },
    maxSessionDuration: 43_200,
    createdAt: longAgo,
  })
}

export function policy(effect: 'Allow' | 'Deny', action: string | string[], resource: string | string[], condition?: object): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: action, Resource: resource, ...(condition === undefined ? {} : { Condition: condition }) }],
  }
}

export function trust(condition?: object): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${callerAccount}:root` },
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  }
}
