import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  compilePolicies,
  decide,
  type EvaluationRequest,
  explain,
  type NamedDocument,
  parsePolicy,
  type PolicyDocument,
  type PolicyLayers,
  type PolicyLevel,
  type PolicyType,
  printPolicy,
} from '#iam/index.ts'
import { type Document, statementsOf } from './documents.ts'
import { type GeneratedCase, generateCase } from './generate.ts'
import { type Random, seededRandom } from './random.ts'
import { keySpecs } from './vocabulary.ts'

const numRuns = 1_000
const anyCase = fc
  .integer({ min: 10_000_000, max: 2_000_000_000 })
  .map((seed) => ({ ...generateCase(seed), random: seededRandom(seed + 1) }))
type AnyCase = GeneratedCase & { readonly random: Random }

const decisionOf = (policies: PolicyLayers, request: EvaluationRequest) => decide(compilePolicies(policies), request)

function holds(title: string, property: (of: AnyCase) => void): void {
  test(title, () => fc.assert(fc.property(anyCase, property), { numRuns }))
}

type Edit = (document: PolicyDocument) => PolicyDocument
const inNamed = (edit: Edit) => (named: NamedDocument) => ({ ...named, document: edit(named.document) })
const inLevel = (edit: Edit) => (level: PolicyLevel) => ({ ...level, policies: level.policies.map(inNamed(edit)) })

/** The same layers with every document edited. */
function editDocuments(policies: PolicyLayers, edit: Edit): PolicyLayers {
  const { identity, boundary, session, vpcEndpoint, resource, scp, rcp } = policies
  return {
    ...(identity === undefined ? {} : { identity: identity.map(inNamed(edit)) }),
    ...(boundary === undefined ? {} : { boundary: boundary.map(inNamed(edit)) }),
    ...(session === undefined ? {} : { session: session.map(inNamed(edit)) }),
    ...(vpcEndpoint === undefined ? {} : { vpcEndpoint: vpcEndpoint.map(inNamed(edit)) }),
    ...(resource === undefined ? {} : { resource: edit(resource) }),
    ...(scp === undefined ? {} : { scp: scp.map(inLevel(edit)) }),
    ...(rcp === undefined ? {} : { rcp: rcp.map(inLevel(edit)) }),
  }
}

const denyAll = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } }
const denyAllOf = { identity: denyAll, resource: { ...denyAll, Statement: { ...denyAll.Statement, Principal: '*' } } }

holds('deny wins: a matching denial in any layer that reaches the caller denies, whatever else allows', ({ policies, request, random }) => {
  if (request.principal.type !== undefined && request.principal.type !== 'aws') return
  const layer = random.pick(['boundary', 'session', 'vpcEndpoint'] as const)
  const document = layer === 'vpcEndpoint' ? denyAllOf.resource : denyAllOf.identity
  const denied = decisionOf({ ...policies, [layer]: [...(policies[layer] ?? []), { name: 'deny', document }] }, request)
  assert.equal(denied.decision, 'explicit_deny')
  assert.ok(denied.decidedBy.some((by) => by.layer === layer && by.policy === 'deny'))
  assert.ok(denied.blockedBy.includes(layer))
})

holds('a further level of SCPs or RCPs, or a further denial in one, never widens access', ({ policies, request, random }) => {
  const before = decisionOf(policies, request)
  if (before.decision === 'allowed') return
  const other = generateCase(random.below(1_000_000_000)).policies
  const layer = random.pick(['scp', 'rcp'] as const)
  const levels = policies[layer] ?? []
  const added = other[layer] ?? []
  // Derived membership must be the same before and after.
  const context = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', 'aws:ResourceOrgID': 'o-a1b2c3d4e5', ...request.context }
  const same = { ...request, context }
  if (decisionOf(policies, same).decision === 'allowed') return
  const at = random.below(levels.length + 1)
  assert.notEqual(decisionOf({ ...policies, [layer]: levels.toSpliced(at, 0, ...added) }, same).decision, 'allowed')
  const denials = added.flatMap((level) => level.policies).map(inNamed(onlyDenials))
  assert.notEqual(
    decisionOf({ ...policies, [layer]: levels.map((level) => ({ ...level, policies: [...level.policies, ...denials] })) }, same).decision,
    'allowed',
  )
})

function onlyDenials(document: PolicyDocument): PolicyDocument {
  const parsed = (typeof document === 'string' ? JSON.parse(document) : document) as Document
  return { ...parsed, Statement: [parsed.Statement].flat().filter((statement) => (statement as { Effect: string }).Effect === 'Deny') }
}

holds('the order of statements, policies and listed values decides nothing', ({ policies, request }) => {
  const backwards = editDocuments(policies, (document) => {
    const parsed = (typeof document === 'string' ? JSON.parse(document) : document) as Document
    return reversed(parsed) as object
  })
  const turned = {
    ...backwards,
    ...(backwards.identity === undefined ? {} : { identity: backwards.identity.toReversed() }),
    ...(backwards.scp === undefined ? {} : { scp: backwards.scp.map((level) => ({ ...level, policies: level.policies.toReversed() })) }),
  }
  const [before, after] = [decisionOf(policies, request), decisionOf(turned, request)]
  // `hingesOn` may name a key more or less: a match that needs no key can hide one that does.
  assert.deepEqual([after.decision, after.blockedBy, after.decidedBy.length], [before.decision, before.blockedBy, before.decidedBy.length])
})

/** Every list and every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed).toReversed()
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, each]) => [key, reversed(each)] as const)
      .toReversed(),
  )
}

holds('printing a parsed document and parsing it again changes nothing', ({ policies, request }) => {
  const types: readonly [PolicyType, readonly NamedDocument[]][] = [
    ['identity', policies.identity ?? []],
    ['vpcEndpoint', policies.vpcEndpoint ?? []],
    ['scp', (policies.scp ?? []).flatMap((level) => level.policies)],
    ['rcp', (policies.rcp ?? []).flatMap((level) => level.policies)],
    [
      request.action === 'sts:AssumeRole' ? 'trust' : 'resource',
      policies.resource === undefined ? [] : [{ name: 'r', document: policies.resource }],
    ],
  ]
  for (const [type, documents] of types)
    for (const { document } of documents) {
      const { parsed } = parsePolicy(type, document)
      assert.ok(parsed !== undefined)
      const again = parsePolicy(type, printPolicy(parsed)).parsed
      assert.deepEqual(again, parsed)
      assert.equal(statementsOf(printPolicy(parsed), 'p').length, statementsOf(document, 'p').length)
    }
})

holds('the explaining path decides, blocks and hinges as the fast one', ({ policies, request }) => {
  const compiled = compilePolicies(policies)
  const { decision, decidedBy, blockedBy, hingesOn } = decide(compiled, request)
  const explained = explain(compiled, request)
  assert.deepEqual(
    [explained.decision, explained.decidedBy, explained.blockedBy, explained.hingesOn],
    [decision, decidedBy, blockedBy, hingesOn],
  )
  assert.deepEqual(decide(compiled, request), decide(compilePolicies(policies), request), 'a used set answers as a fresh one')
})

/** Keys that the request lacks, with values; and one that no policy knows. */
function moreContext(request: EvaluationRequest, random: Random, isFree: (key: string) => boolean): Record<string, string | string[]> {
  const given = new Set(Object.keys(request.context).map((key) => key.toLowerCase()))
  const added: Record<string, string | string[]> = { 'custom:Unheard': 'x' }
  for (const { key, requested, isSet } of keySpecs)
    if (requested.length > 0 && !given.has(key.toLowerCase()) && isFree(key.toLowerCase()) && random.chance(0.7))
      added[key] = isSet === true ? random.some(requested, 3) : random.pick(requested)
  return added
}

holds('what an answer does not hinge on cannot turn it between allowed and denied', ({ policies, request, random }) => {
  const before = decisionOf(policies, request)
  const hinges = new Set(before.hingesOn.map((key) => key.toLowerCase()))
  // Derived keys are known, not missing: giving them says that the derivation was wrong.
  const isAws = request.principal.type === undefined || request.principal.type === 'aws'
  const derived = ['aws:username', 'aws:principalorgid', 'aws:principalarn', ...(isAws ? [] : ['aws:principalorgpaths'])]
  const free = (key: string): boolean => !hinges.has(key) && !derived.includes(key)
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const context = { ...request.context, ...moreContext(request, random, free) }
    const after = decisionOf(policies, { ...request, context })
    assert.equal(after.decision === 'allowed', before.decision === 'allowed', JSON.stringify(context))
  }
})

holds(
  'an unknown resource account: the answer is that of both ways, or a denial that hinges on the account',
  ({ policies, request, random }) => {
    const account = request.principal.arn.split(':')[4]
    if (account === undefined || !request.resource.arn.startsWith('arn:aws:s3:')) return
    const unknown = decisionOf(policies, { ...request, resource: { arn: request.resource.arn } })
    const ways = [account, random.pick(['000000000001', '444455556666'])].map(
      (accountId) => decisionOf(policies, { ...request, resource: { ...request.resource, accountId } }).decision === 'allowed',
    )
    if (unknown.hingesOn.includes('resource.accountId')) {
      assert.notEqual(unknown.decision, 'allowed')
    } else {
      assert.deepEqual(new Set(ways), new Set([unknown.decision === 'allowed']), 'the account does matter, and nothing says so')
    }
  },
)
