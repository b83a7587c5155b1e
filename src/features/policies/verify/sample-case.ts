import type { PolicyLayers } from '#iam/types.ts'

/** Types of `ContextEntries` that samples use. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ContextEntry.html */
export type SampledKey = {
  readonly key: string
  readonly type: 'string' | 'stringList' | 'numeric' | 'boolean' | 'ip' | 'date'
  readonly values: readonly string[]
}
/** One question that AWS's simulator can answer: identity policies, at most one boundary, SCP levels, actions on one resource, context. */
export type SampleCase = {
  readonly seed: number
  readonly identity: readonly object[]
  readonly boundary?: object
  /** Root first, account last. Without levels no organization takes part. */
  readonly levels?: readonly (readonly object[])[]
  readonly actions: readonly string[]
  readonly resource: string
  readonly context: readonly SampledKey[]
}

type Choose = {
  readonly below: (limit: number) => number
  readonly chance: (percent: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
}

/** mulberry32: the same seed asks the same question again. */
function chooser(seed: number): Choose {
  let state = seed >>> 0
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit)
  }
  return { below, chance: (percent) => below(100) < percent, pick: (from) => from[below(from.length)]! }
}

type Service = {
  readonly actions: readonly string[]
  readonly patterns: readonly string[]
  readonly resource: (accountId: string, partition: string) => string
  readonly resources: (accountId: string, partition: string) => readonly string[]
}

/** Services without a resource policy that has to allow: the simulator knows one such policy and no KMS key or role trust rules. */
const services: readonly Service[] = [
  {
    actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:GetObjectTagging'],
    patterns: ['s3:Get*', 's3:*Object', '*', 's3:PutObject', 's3:?etObject', 'S3:getobject', 's3:*'],
    resource: (_account, partition) => `arn:${partition}:s3:::reeve-sample/home/ann/a:b.txt`,
    resources: (_account, partition) => [
      '*',
      `arn:${partition}:s3:::reeve-sample/*`,
      `arn:${partition}:s3:::reeve-sample/home/\${aws:PrincipalTag/user, 'ann'}/*`,
      `arn:${partition}:s3:::reeve-sample/home/\${aws:RequestTag/user}/*`,
      `arn:${partition}:s3:::Reeve-sample/*`,
      `arn:${partition}:s3:::reeve-*/a?n/*`,
    ],
  },
  {
    actions: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    patterns: ['sqs:*', 'sqs:SendMessage', 'sqs:*Message', '*', 'sqs:R*'],
    resource: (account, partition) => `arn:${partition}:sqs:us-east-1:${account}:reeve-sample`,
    resources: (account, partition) => [
      '*',
      `arn:${partition}:sqs:us-east-1:${account}:reeve-sample`,
      `arn:${partition}:sqs:*:*:reeve-?ample`,
      `arn:${partition}:sqs:eu-*:*:*`,
      `arn:${partition}:sqs:us-east-1:${account}:Reeve-*`,
    ],
  },
  {
    actions: ['ec2:TerminateInstances', 'ec2:StopInstances', 'ec2:StartInstances'],
    patterns: ['ec2:*', 'ec2:*Instances', '*', 'ec2:St*', 'ec2:TerminateInstances'],
    resource: (account, partition) => `arn:${partition}:ec2:us-east-1:${account}:instance/i-0123456789abcdef0`,
    resources: (account, partition) => [
      '*',
      `arn:${partition}:ec2:*:${account}:instance/*`,
      `arn:${partition}:ec2:us-east-1:*:instance/i-0?23*`,
      `arn:${partition}:ec2:*:*:volume/*`,
    ],
  },
]

type KeySpec = {
  readonly key: string
  readonly type: SampledKey['type']
  readonly operators: readonly string[]
  readonly requested: readonly string[]
  readonly written: readonly string[]
}

const numeric = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals']
/** None of the keys that the simulator fills by itself from its caller. */
const keys: readonly KeySpec[] = [
  {
    key: 'aws:RequestedRegion',
    type: 'string',
    operators: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
    requested: ['us-east-1', 'eu-west-1', 'US-EAST-1'],
    written: ['us-east-1', 'eu-west-1', 'us-*', '*-west-?'],
  },
  {
    key: 'aws:PrincipalTag/user',
    type: 'string',
    operators: ['StringEquals', 'StringNotEquals', 'StringLike'],
    requested: ['ann', 'bob'],
    written: ['ann', 'b*', '${aws:RequestTag/user}'],
  },
  {
    key: 'aws:RequestTag/user',
    type: 'string',
    operators: ['StringEquals', 'StringNotLike'],
    requested: ['ann', 'Ann'],
    written: ['ann', 'a*'],
  },
  {
    key: 'aws:TagKeys',
    type: 'stringList',
    operators: [
      'ForAllValues:StringEquals',
      'ForAnyValue:StringEquals',
      'ForAllValues:StringNotLike',
      'ForAnyValue:StringNotEquals',
      'ForAnyValue:StringLike',
    ],
    requested: ['team', 'Team', 'cost'],
    written: ['team', 'cost', 'c*'],
  },
  {
    key: 'aws:MultiFactorAuthAge',
    type: 'numeric',
    operators: numeric.map((name) => `Numeric${name}`),
    requested: ['60', '3600'],
    written: ['60', '600', '3600'],
  },
  {
    key: 'aws:CurrentTime',
    type: 'date',
    operators: numeric.map((name) => `Date${name}`),
    requested: ['2026-03-01T00:00:00Z', '2026-06-01T12:00:00Z'],
    written: ['2026-03-01T00:00:00Z', '2026-05-31T23:59:59Z'],
  },
  { key: 'aws:SecureTransport', type: 'boolean', operators: ['Bool'], requested: ['true', 'false'], written: ['true', 'false'] },
  {
    key: 'aws:SourceIp',
    type: 'ip',
    operators: ['IpAddress', 'NotIpAddress'],
    requested: ['203.0.113.7', '198.51.100.1'],
    written: ['203.0.113.0/24', '198.51.100.1/32', '0.0.0.0/0'],
  },
  {
    key: 'aws:SourceArn',
    type: 'string',
    operators: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
    requested: ['arn:aws:sns:us-east-1:111122223333:topic'],
    written: ['arn:aws:sns:*:111122223333:*', 'arn:aws:sns:us-east-1:444455556666:topic', 'arn:aws:s?s:us-east-1:111122223333:top*'],
  },
]

function several<T>(choose: Choose, from: readonly T[]): T[] {
  return [...new Set(Array.from({ length: 1 + choose.below(2) }, () => choose.pick(from)))]
}

function conditionOf(choose: Choose): object {
  const { key, operators, written } = choose.pick(keys)
  if (choose.chance(10)) return { Null: { [key]: choose.pick(['true', 'false']) } }
  const operator = choose.pick(operators) + (choose.chance(25) ? 'IfExists' : '')
  return { [operator]: { [key]: several(choose, written) } }
}

function policyOf(choose: Choose, service: Service, resources: readonly string[]): object {
  const statement = (): object => {
    const Effect = choose.chance(35) ? 'Deny' : 'Allow'
    const actions = several(choose, service.patterns)
    const named = several(choose, resources)
    return {
      Effect,
      ...(choose.chance(15) ? { NotAction: actions } : { Action: actions }),
      ...(choose.chance(15) ? { NotResource: named } : { Resource: choose.chance(50) ? '*' : named }),
      ...(choose.chance(Effect === 'Deny' ? 70 : 35) ? { Condition: conditionOf(choose) } : {}),
    }
  }
  return { Version: '2012-10-17', Statement: Array.from({ length: 1 + choose.below(3) }, statement) }
}

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

/** The question of a seed, about resources of an account. Small on purpose: a disagreement is read by a person. */
export function sampleCase(seed: number, { accountId, partition }: { readonly accountId: string; readonly partition: string }): SampleCase {
  const choose = chooser(seed)
  const service = choose.pick(services)
  const resources = service.resources(accountId, partition)
  const policy = (): object => policyOf(choose, service, resources)
  const level = (): object[] => [...(choose.chance(85) ? [everything] : [policy()]), ...Array.from({ length: choose.below(3) }, policy)]
  return {
    seed,
    identity: [...(choose.chance(60) ? [everything] : []), policy()],
    ...(choose.chance(25) ? { boundary: choose.chance(50) ? policy() : everything } : {}),
    ...(choose.chance(80) ? { levels: Array.from({ length: 1 + choose.below(5) }, level) } : {}),
    actions: service.actions,
    resource: service.resource(accountId, partition),
    context: keys
      .filter(() => choose.chance(60))
      .map(({ key, type, requested }) => ({
        key,
        type,
        values: type === 'stringList' ? several(choose, requested) : [choose.pick(requested)],
      })),
  }
}

/** The sample as the engine takes it. */
export function layersOf({ identity, boundary, levels }: SampleCase): PolicyLayers {
  return {
    identity: identity.map((document, index) => ({ name: `identity ${index + 1}`, document })),
    ...(boundary === undefined ? {} : { boundary: [{ name: 'boundary', document: boundary }] }),
    ...(levels === undefined
      ? {}
      : {
          scp: levels.map((documents, index) => ({
            target: `level ${index + 1}`,
            policies: documents.map((document, at) => ({ name: `SCP ${at + 1}`, document })),
          })),
        }),
  }
}
