import type { EvaluationRequest, NamedDocument, PolicyLayers, PolicyLevel } from '#iam/index.ts'

/** Mulberry32: small, fast, and the same sequence everywhere for one seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number
type Statement = Record<string, unknown>

const verbs = ['Get', 'List', 'Describe', 'Create', 'Delete', 'Update', 'Put', 'Tag', 'Untag', 'Start']
const nouns = ['Thing', 'Policy', 'Instance', 'Bucket', 'Role']
const services = Array.from({ length: 40 }, (_, index) => `service${String.fromCharCode(97 + (index % 26))}${index}`)
export const callerAccount = '111122223333'
export const otherAccount = '444455556666'
const regions = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2', 'ap-southeast-2']

/** 2,000 actions: 40 services × 10 verbs × 5 nouns. */
export const actions = services.flatMap((service) => verbs.flatMap((verb) => nouns.map((noun) => `${service}:${verb}${noun}`)))

/** 5,000 resources, 125 per service. */
export function resourcesFor(account: string): string[] {
  return Array.from({ length: 5_000 }, (_, index) => {
    const service = services[index % services.length]
    return `arn:aws:${service}:${regions[index % regions.length]}:${account}:${nouns[index % nouns.length]!.toLowerCase()}/team-${index % 50}/item-${index}`
  })
}

function pick<Item>(random: Random, list: readonly Item[]): Item {
  return list[Math.floor(random() * list.length)]!
}

function actionPattern(random: Random, service: string): string {
  const shape = random()
  if (shape < 0.55) return `${service}:${pick(random, verbs)}${pick(random, nouns)}`
  if (shape < 0.9) return `${service}:${pick(random, verbs)}*`
  if (shape < 0.95) return `${service}:*${pick(random, nouns)}`
  return `${service}:*`
}

function resourcePattern(random: Random, service: string): string {
  const shape = random()
  const team = Math.floor(random() * 50)
  if (shape < 0.4) return `arn:aws:${service}:*:${callerAccount}:${pick(random, nouns).toLowerCase()}/team-${team}/*`
  if (shape < 0.6) return `arn:aws:${service}:${pick(random, regions)}:*:*/team-${team}/*`
  if (shape < 0.97) return `arn:aws:${service}:*:*:*/team-${team}/item-*`
  return `arn:aws:${service}:*:*:thing/\${aws:PrincipalTag/team}/*`
}

/** One condition block of the kinds that guardrails are made of. */
function condition(random: Random): Record<string, unknown> {
  const blocks: (() => Record<string, unknown>)[] = [
    () => ({ StringNotEquals: { 'aws:RequestedRegion': regions.filter(() => random() < 0.97) } }),
    () => ({
      ArnNotLike: {
        'aws:PrincipalArn': [
          `arn:aws:iam::*:role/${pick(random, nouns)}Admin*`,
          'arn:aws:iam::*:role/platform/*',
          'arn:aws:iam::*:role/Role?*',
        ],
      },
    }),
    () => ({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
    () => ({ StringLike: { 'aws:PrincipalTag/team': [`team-${Math.floor(random() * 50)}`, 'ops-*'] } }),
    () => ({ NotIpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24', '2001:db8::/32'] } }),
    () => ({ Bool: { 'aws:SecureTransport': 'false' } }),
    () => ({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['owner', 'cost-center'] } }),
    () => ({ NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }),
    () => ({ DateGreaterThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } }),
    () => ({ StringEquals: { 'aws:ResourceTag/protected': 'yes' } }),
  ]
  return pick(random, blocks)()
}

/** Statements speak of one service, as people write them; one in a hundred speaks of every action. */
function statement(random: Random, index: number, size: number): Statement {
  const service = pick(random, services)
  const isDeny = random() < 0.75
  const isBroad = random() < 0.01
  const base: Statement = { Sid: `S${index}`, Effect: isDeny ? 'Deny' : 'Allow' }
  // Actions and resources fill the statement up to its share of the 6 KB.
  const actionCount = Math.max(1, Math.round((size * 0.45) / 27))
  const resourceCount = Math.max(1, Math.round((size * 0.45) / 58))
  const patterns = Array.from({ length: actionCount }, () => actionPattern(random, service))
  if (isDeny && isBroad) base[random() < 0.5 ? 'NotAction' : 'Action'] = random() < 0.5 ? patterns : '*'
  else base['Action'] = patterns
  const isConditional = isDeny ? random() < 0.5 || isBroad : random() < 0.3
  base['Resource'] = isConditional && random() < 0.5 ? '*' : Array.from({ length: resourceCount }, () => resourcePattern(random, service))
  if (isConditional) base['Condition'] = { ...condition(random), ...(random() < 0.5 ? condition(random) : {}) }
  return base
}

/** A policy of about `bytes` characters in `count` statements. Unconditional denials name resources, or nothing would ever be allowed. */
export function policy(
  random: Random,
  name: string,
  { count, bytes, extra = [] }: { count: number; bytes: number; extra?: readonly Statement[] },
): NamedDocument {
  const size = ((bytes - 40 - 90 * count) / count) * 1.35
  const statements = Array.from({ length: count }, (_, index) => statement(random, index, size))
  return { name, document: JSON.stringify({ Version: '2012-10-17', Statement: [...extra, ...statements] }) }
}

export const allowAll = { Sid: 'AllowAll', Effect: 'Allow', Action: '*', Resource: '*' }

export function levels(random: Random, { depth, perLevel, count }: { depth: number; perLevel: number; count: number }): PolicyLevel[] {
  return Array.from({ length: depth }, (_, level) => ({
    target: level === 0 ? 'r-ab12' : `ou-ab12-${String(level).padStart(8, '0')}`,
    policies: Array.from({ length: perLevel }, (_unused, index) =>
      policy(random, `scp-${level}-${index}`, { count, bytes: 6_000, extra: index === 0 ? [allowAll] : [] }),
    ),
  }))
}

export type Corpus = { readonly layers: PolicyLayers; readonly requests: readonly EvaluationRequest[] }

/** 16,384 requests over all actions and resources: more than any cache of the processor holds, none repeated as a whole. */
export function requests(random: Random, resourceAccount: string): EvaluationRequest[] {
  const resources = resourcesFor(resourceAccount)
  const principals = Array.from({ length: 200 }, (_, index) => ({
    arn: `arn:aws:sts::${callerAccount}:assumed-role/Role${index}/session`,
    accountId: callerAccount,
    role: `arn:aws:iam::${callerAccount}:role/Role${index}`,
  }))
  return Array.from({ length: 16_384 }, (_, index) => ({
    principal: principals[index % principals.length]!,
    action: pick(random, actions),
    resource: { arn: pick(random, resources), accountId: resourceAccount },
    context: {
      'aws:RequestedRegion': pick(random, regions),
      'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
      'aws:PrincipalArn': principals[index % principals.length]!.role,
      'aws:SourceIp': `203.0.113.${index % 256}`,
      'aws:SecureTransport': 'true',
      'aws:CurrentTime': '2026-11-21T12:00:00Z',
      ...(index % 3 === 0 ? { 'aws:TagKeys': ['owner', 'stage'] } : {}),
      ...(index % 10 === 0 ? {} : { 'aws:PrincipalTag/team': `team-${index % 50}` }),
      ...(index % 10 === 1 ? {} : { 'aws:MultiFactorAuthAge': String(4_000 + (index % 5_000)) }),
      ...(index % 5 === 0 ? {} : { 'aws:ResourceTag/protected': index % 100 === 1 ? 'yes' : 'no' }),
    },
    organization: { id: 'o-a1b2c3d4e5', managementAccountId: '999988887777' },
  }))
}
