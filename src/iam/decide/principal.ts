import type { EvaluationRequest } from '../types.ts'

export type PrincipalClass = 'user' | 'role' | 'session' | 'federated_user' | 'root' | 'service' | 'federated' | 'anonymous' | 'unknown'

/** What the ARN of a principal says about it. */
export type Principal = {
  readonly arn: string
  readonly kind: PrincipalClass
  readonly accountId: string | undefined
  /** User or role name without path. */
  readonly name: string
  /** The role's ARN for a role or its session; a session's ARN does not tell the role's path, so that one is without path. */
  readonly roleArn: string | undefined
  readonly isServiceLinked: boolean
  /** Uses identity policies: everything but services, anonymous callers and web or SAML identities. */
  readonly hasIdentity: boolean
}

const form = /^arn:([a-z0-9-]+):(iam|sts)::(\d{12}):(root|user|role|assumed-role|federated-user)(?:\/(.+))?$/

/** Reads who is calling. A principal that is none of AWS's forms is `unknown`: nothing but `"*"` names it. */
export function readPrincipal({ arn, type, accountId }: EvaluationRequest['principal']): Principal {
  if (type === 'anonymous' || arn === '*') return make(arn, 'anonymous', { accountId: undefined })
  if (type === 'service') return make(arn, 'service', { accountId: undefined })
  const parts = form.exec(arn)
  if (type === 'federated' && parts?.[4] !== 'federated-user') return make(arn, 'federated', { accountId: undefined })
  if (parts === null) return make(arn, 'unknown', { accountId })
  const [, partition = 'aws', , account = '', kind = '', path = ''] = parts
  const owner = accountId ?? account
  if (kind === 'root') return make(arn, 'root', { accountId: owner })
  if (kind === 'user') return make(arn, 'user', { accountId: owner, name: lastSegment(path) })
  if (kind === 'federated-user') return make(arn, 'federated_user', { accountId: owner, name: path })
  if (kind === 'role')
    return make(arn, 'role', {
      accountId: owner,
      name: lastSegment(path),
      roleArn: arn,
      isServiceLinked: path.startsWith('aws-service-role/'),
    })
  const name = path.split('/')[0] ?? ''
  return make(arn, 'session', { accountId: owner, name, roleArn: `arn:${partition}:iam::${account}:role/${name}` })
}

type Details = {
  readonly accountId: string | undefined
  readonly name?: string
  readonly roleArn?: string
  readonly isServiceLinked?: boolean
}

function make(arn: string, kind: PrincipalClass, details: Details): Principal {
  return {
    arn,
    kind,
    accountId: details.accountId,
    name: details.name ?? '',
    roleArn: details.roleArn,
    isServiceLinked: details.isServiceLinked ?? false,
    hasIdentity: kind !== 'service' && kind !== 'anonymous' && kind !== 'federated',
  }
}

export function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
