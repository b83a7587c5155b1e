import { parsePolicy } from '../policy-text.ts'
import { SimError } from '../define-operation.ts'
import type { IamAccount, PolicyRecord, RoleRecord, UserRecord } from './state.ts'

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

/** Refuses text that is no policy document, in IAM's words. */
export function requirePolicy(text: string, kind: 'identity' | 'trust'): void {
  const problem = parsePolicy(text, kind)
  if (problem !== undefined) throw new SimError('MalformedPolicyDocumentException', problem)
}
