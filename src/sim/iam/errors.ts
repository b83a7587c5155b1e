import { parsePolicy } from '../policy-text.ts'
import { SimError } from '../define-operation.ts'
import type { IamAccount, PolicyRecord, PrincipalRecord, RoleRecord, UserRecord } from './state.ts'

export function getUser(iam: IamAccount, name: string): UserRecord {
  const user = iam.users.get(name)
  if (user === undefined) throw new SimError('NoSuchEntityException', `The user with name ${name} cannot be found.`)
  return user
}

export function getRole(iam: IamAccount, name: string): RoleRecord {
  const role = iam.roles.get(name)
  if (role === undefined) throw new SimError('NoSuchEntityException', `The role with name ${name} cannot be found.`)
  return role
}

export function getPolicy(iam: IamAccount, arn: string): PolicyRecord {
  const policy = iam.policies.get(arn)
  if (policy === undefined) throw new SimError('NoSuchEntityException', `Policy ${arn} was not found.`)
  return policy
}

export function alreadyExists(what: string, name: string): SimError {
  return new SimError('EntityAlreadyExistsException', `${what} with name ${name} already exists.`)
}

/** Service-linked roles belong to their service: an account may not edit them. */
export function requireEditable(role: RoleRecord): void {
  if (role.linkedTo !== undefined)
    throw new SimError(
      'UnmodifiableEntityException',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    )
}

/** Characters that each kind of document may have, white space apart. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const sizes = {
  managed: { max: 6144, message: 'Cannot exceed quota for PolicySize: 6144' },
  inlineOfRole: { max: 10_240, message: 'Maximum policy size of 10240 bytes exceeded for role' },
  inlineOfUser: { max: 2048, message: 'Maximum policy size of 2048 bytes exceeded for user' },
  trust: { max: 2048, message: 'Cannot exceed quota for ACLSizePerRole: 2048' },
} as const

/** Refuses text that is no policy document or too long for its place, in IAM's words. */
export function requirePolicy(text: string, place: keyof typeof sizes): void {
  const problem = parsePolicy(text, place === 'trust' ? 'trust' : 'identity')
  if (problem !== undefined) throw new SimError('MalformedPolicyDocumentException', problem)
  const { max, message } = sizes[place]
  if (text.replaceAll(/\s/g, '').length > max) throw new SimError('LimitExceededException', message)
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const attachedMax = 10

export function requireRoomToAttach({ kind, attached }: PrincipalRecord, arn: string): void {
  if (attached.has(arn) || attached.size < attachedMax) return
  throw new SimError('LimitExceededException', `Cannot exceed quota for PoliciesPer${kind === 'role' ? 'Role' : 'User'}: ${attachedMax}`)
}
