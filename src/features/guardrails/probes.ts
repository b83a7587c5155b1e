import type { Probe } from './define-guardrail.ts'

type Context = Probe['request']['context']

/** An ordinary role of account 111111111111, the principal of every probe that is about somebody ordinary. */
export const ordinaryRole = { arn: 'arn:aws:iam::111111111111:role/Developer', accountId: '111111111111' } as const

/** A probe by an ordinary role, whose own policies are supposed to allow everything. */
export function probe(
  name: string,
  must: Probe['must'],
  request: { readonly action: string; readonly resource?: string; readonly context?: Context; readonly principal?: string },
): Probe {
  const arn = request.principal ?? ordinaryRole.arn
  return {
    name,
    must,
    request: {
      principal: { arn, accountId: ordinaryRole.accountId },
      action: request.action,
      resource: { arn: request.resource ?? '*' },
      context: { 'aws:PrincipalArn': arn, 'aws:PrincipalAccount': ordinaryRole.accountId, ...request.context },
    },
  }
}

/** Writing an object, the call that data perimeters are about. */
export function bucketProbe(name: string, must: Probe['must'], context: Context): Probe {
  return probe(name, must, { action: 's3:PutObject', resource: 'arn:aws:s3:::some-bucket/key', context })
}
