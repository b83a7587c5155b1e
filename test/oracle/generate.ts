import type { EvaluationRequest, NamedDocument, PolicyLayers } from '#iam/types.ts'
import type { ConditionBlock, PrincipalElement, Statement } from './documents.ts'
import { type Random, seededRandom } from './random.ts'
import { accounts, keySpecs, type KeySpec, operatorsOf, organization, type Target, targets } from './vocabulary.ts'

export type GeneratedCase = { readonly policies: PolicyLayers; readonly request: EvaluationRequest }
type Scene = { readonly random: Random; readonly target: Target; readonly resourceAccount: string; readonly callerArn: string }
type Kind = 'identity' | 'resource' | 'trust' | 'vpcEndpoint' | 'scp' | 'rcp'

function writtenValues(random: Random, spec: KeySpec): unknown {
  const values = random.some(spec.written, 3)
  return values.length === 1 && random.chance(0.5) ? values[0] : values
}

function condition(random: Random): [operator: string, key: string, value: unknown] {
  const spec = random.pick(keySpecs)
  const key = random.chance(0.15) ? spec.key.toUpperCase() : spec.key
  if (random.chance(0.08)) return ['Null', key, random.pick(['true', 'false', true, false])]
  const operator = random.pick(operatorsOf[spec.kind]) + (random.chance(0.25) ? 'IfExists' : '')
  // Set operators on single-valued keys are misuse, but AWS evaluates them as sets of one.
  const quantifier = spec.isSet === true || random.chance(0.1) ? random.pick(['ForAllValues:', 'ForAnyValue:']) : ''
  return [quantifier + operator, key, writtenValues(random, spec)]
}

function conditionBlock(random: Random): ConditionBlock {
  const block: Record<string, Record<string, unknown>> = {}
  for (let count = 1 + random.below(2); count > 0; count -= 1) {
    const [operator, key, value] = condition(random)
    // Two spellings of one key under one operator are a repeated key, which is malformed.
    if (!Object.keys(block[operator] ?? {}).some((written) => written.toLowerCase() === key.toLowerCase()))
      block[operator] = { ...block[operator], [key]: value }
  }
  return block
}

function principalElement({ random, callerArn }: Scene): PrincipalElement {
  const [, , , , account = ''] = callerArn.split(':')
  const role = /:assumed-role\/([^/]+)\//u.exec(callerArn)?.[1]
  const entries: readonly PrincipalElement[] = [
    '*',
    { AWS: '*' },
    ...(account === '' ? [] : [{ AWS: account }, { AWS: `arn:aws:iam::${account}:root` }, { AWS: callerArn }, { AWS: callerArn }]),
    ...(role === undefined ? [] : [{ AWS: `arn:aws:iam::${account}:role/${role}` }, { AWS: `arn:aws:iam::${account}:role/${role}` }]),
    { AWS: [accounts.other, 'arn:aws:iam::111122223333:user/ann'] },
    { AWS: 'arn:aws:iam::444455556666:role/app' },
    { Service: 'lambda.amazonaws.com' },
    { Service: ['events.amazonaws.com', 'lambda.amazonaws.com'], AWS: accounts.own },
    { Federated: 'accounts.google.com' },
    { Federated: 'arn:aws:iam::111122223333:saml-provider/corp' },
  ]
  return random.pick(entries)
}

function notPrincipal({ random, callerArn }: Scene): PrincipalElement {
  const account = callerArn.split(':')[4] ?? ''
  const role = /:assumed-role\/([^/]+)\//u.exec(callerArn)?.[1]
  const spared =
    account === ''
      ? []
      : [callerArn, `arn:aws:iam::${account}:root`, ...(role === undefined ? [] : [`arn:aws:iam::${account}:role/${role}`])]
  return random.pick<PrincipalElement>([
    { AWS: spared.length === 0 ? 'arn:aws:iam::444455556666:role/app' : spared },
    { AWS: ['arn:aws:iam::444455556666:role/app', 'arn:aws:iam::444455556666:root'] },
    { AWS: ['arn:aws:iam::111122223333:user/zoe', 'arn:aws:iam::111122223333:root'] },
    { AWS: spared.slice(1, 2).concat('arn:aws:iam::444455556666:root') },
    { AWS: spared.slice(1).concat('arn:aws:sts::444455556666:assumed-role/app/s2') },
    { AWS: ['arn:aws:sts::111122223333:assumed-role/app/s2', 'arn:aws:iam::111122223333:role/app', 'arn:aws:iam::111122223333:root'] },
    { Service: 'lambda.amazonaws.com' },
  ])
}

function sideOf(scene: Scene, kind: Kind): Partial<Statement> {
  if (kind !== 'resource' && kind !== 'trust' && kind !== 'vpcEndpoint' && kind !== 'rcp') return {}
  if (kind === 'rcp') return { Principal: '*' }
  return { Principal: principalElement(scene) }
}

function statement(scene: Scene, kind: Kind): Statement {
  const { random, target, resourceAccount } = scene
  const Effect = kind === 'rcp' || random.chance(0.3) ? ('Deny' as const) : ('Allow' as const)
  const actions = random.some(
    target.actions.filter((action) => (kind !== 'rcp' || action !== '*') && (kind !== 'trust' || action.toLowerCase().startsWith('sts:'))),
    2,
  )
  const others = ['iam:*', 'lambda:Invoke*', target.actions[0]!]
  const resources = random.some(target.resources(resourceAccount), 2)
  const side = sideOf(scene, kind)
  const usesNotPrincipal = (kind === 'resource' || kind === 'vpcEndpoint') && Effect === 'Deny' && random.chance(0.25)
  return {
    ...(random.chance(0.4) ? { Sid: `S${random.below(1_000_000)}` } : {}),
    Effect,
    ...(usesNotPrincipal ? { NotPrincipal: notPrincipal(scene) } : side),
    ...(kind !== 'rcp' && kind !== 'trust' && random.chance(0.15)
      ? { NotAction: random.chance(0.5) ? actions : others.slice(0, 2) }
      : { Action: actions.length === 1 && random.chance(0.5) ? actions[0]! : actions }),
    ...(kind === 'trust' ? {} : random.chance(0.15) ? { NotResource: resources } : { Resource: random.chance(0.4) ? '*' : resources }),
    ...(random.chance(Effect === 'Deny' ? 0.75 : 0.3) ? { Condition: conditionBlock(random) } : {}),
  }
}

/** Organization policies know one version only. */
function versionFor(random: Random, kind: Kind): { Version?: string } {
  if (kind === 'scp' || kind === 'rcp' || random.chance(0.8)) return { Version: '2012-10-17' }
  return random.chance(0.5) ? { Version: '2008-10-17' } : {}
}

function policyDocument(scene: Scene, kind: Kind): object | string {
  const { random } = scene
  const statements = Array.from({ length: 1 + random.below(3) }, () => statement(scene, kind))
  // Sids of one document are unique.
  const unique = statements.map((each, index) => (each.Sid === undefined ? each : { ...each, Sid: `${each.Sid}x${index}` }))
  const document = { ...versionFor(random, kind), Statement: unique.length === 1 && random.chance(0.3) ? unique[0] : unique }
  return random.chance(0.2) ? JSON.stringify(document, null, random.below(3)) : document
}

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

function documents(scene: Scene, kind: Kind, name: string): NamedDocument[] {
  const { random } = scene
  if (random.chance(0.05)) return []
  const made = Array.from({ length: 1 + random.below(2) }, (_, index) => ({
    name: `${name}${index}`,
    document: policyDocument(scene, kind),
  }))
  return random.chance(0.35) ? [{ name: 'Full', document: everything }, ...made] : made
}

function levels(scene: Scene, kind: 'scp' | 'rcp', count: number): NonNullable<PolicyLayers['scp']> {
  const { random } = scene
  return Array.from({ length: count }, (_, index) => ({
    target: index === 0 ? 'r-ab12' : index === count - 1 ? accounts.own : `ou-ab12-${String(index).repeat(8)}`,
    policies: [
      ...(kind === 'scp' && random.chance(0.88) ? [{ name: 'FullAWSAccess', document: everything }] : []),
      ...Array.from({ length: random.below(random.chance(0.5) ? 2 : 3) }, (_policy, number) => ({
        name: `${kind}-${index}-${number}`,
        document: policyDocument(scene, kind),
      })),
    ],
  }))
}

type Caller = EvaluationRequest['principal']
function caller(random: Random): { principal: Caller; context: Record<string, string> } {
  const account = random.chance(0.08) ? accounts.management : accounts.own
  const aws = (arn: string, context: Record<string, string> = {}): { principal: Caller; context: Record<string, string> } => ({
    principal: { arn, ...(random.chance(0.3) ? { type: 'aws' as const } : {}) },
    context,
  })
  const draw = random.below(100)
  if (draw < 30) return aws(`arn:aws:iam::${account}:user/ann`)
  if (draw < 65) return aws(`arn:aws:sts::${account}:assumed-role/app/s1`)
  if (draw < 72) return aws(`arn:aws:iam::${account}:role/app`)
  if (draw < 77) return aws(`arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`)
  if (draw < 80)
    return aws(`arn:aws:sts::${account}:assumed-role/AWSServiceRoleForConfig/s1`, {
      'aws:PrincipalArn': `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    })
  if (draw < 84) return aws(`arn:aws:iam::${account}:root`)
  if (draw < 89) return aws(`arn:aws:sts::${account}:federated-user/ann`)
  if (draw < 93) return { principal: { arn: 'lambda.amazonaws.com', type: 'service' }, context: {} }
  if (draw < 96) return { principal: { arn: 'accounts.google.com', type: 'federated' }, context: {} }
  return { principal: { arn: '*', type: 'anonymous' }, context: {} }
}

function contextValues(random: Random): Record<string, string | string[]> {
  const context: Record<string, string | string[]> = {}
  for (const { key, requested, isSet } of keySpecs) {
    if (requested.length === 0 || !random.chance(0.55)) continue
    const name = random.chance(0.1) ? key.toLowerCase() : key
    context[name] =
      isSet === true && !random.chance(0.15) ? (random.chance(0.1) ? [] : [...new Set(random.some(requested, 3))]) : random.pick(requested)
  }
  return context
}

/** Case number `seed`; every third or so has at least three SCP levels. */
export function generateCase(seed: number): GeneratedCase {
  const random = seededRandom(seed)
  const target = random.pick(targets)
  const { principal, context } = caller(random)
  const callerAccount = principal.type === undefined || principal.type === 'aws' ? principal.arn.split(':')[4]! : undefined
  const resourceAccount = random.chance(0.7)
    ? (callerAccount ?? accounts.own)
    : random.pick([accounts.other, accounts.other, accounts.management, accounts.own])
  const saysAccount = target.hidesAccount === true && random.chance(0.85)
  const scene: Scene = { random, target, resourceAccount, callerArn: principal.arn }
  const isTrust = target.action === 'sts:AssumeRole'
  const hasIdentity = callerAccount !== undefined
  // The root user has no policies of its own, boundary and session policies neither.
  const isBounded = hasIdentity && !principal.arn.endsWith(':root')
  const policies: PolicyLayers = {
    ...(hasIdentity && random.chance(0.93) ? { identity: documents(scene, 'identity', 'identity') } : {}),
    ...(isBounded && random.chance(0.3) ? { boundary: documents(scene, 'identity', 'boundary') } : {}),
    ...(isBounded && random.chance(0.25) ? { session: documents(scene, 'identity', 'session') } : {}),
    ...(random.chance(0.15) ? { vpcEndpoint: documents(scene, 'vpcEndpoint', 'endpoint').filter(({ name }) => name !== 'Full') } : {}),
    ...(isTrust || target.action.startsWith('kms:') || random.chance(0.5)
      ? { resource: policyDocument(scene, isTrust ? 'trust' : 'resource') }
      : {}),
    ...(random.chance(0.6) ? { scp: levels(scene, 'scp', random.chance(0.75) ? 3 + random.below(4) : random.below(3)) } : {}),
    ...(random.chance(0.35) ? { rcp: levels(scene, 'rcp', random.below(5)) } : {}),
  }
  return {
    policies,
    request: {
      principal,
      action: target.action,
      resource: { arn: target.arn(resourceAccount), ...(saysAccount ? { accountId: resourceAccount } : {}) },
      context: { ...contextValues(random), ...context },
      ...(random.chance(0.8) ? { organization } : {}),
      ...(principal.arn.endsWith(':root') || random.chance(0.1) ? { assume: ['identity'] as const } : {}),
    },
  }
}
