import assert from 'node:assert/strict'
import {
  compilePolicies,
  decide,
  type Diagnostic,
  explain,
  layerOrder,
  lintPolicy,
  parsePolicy,
  type PolicyLayers,
  type PolicyType,
  printPolicy,
} from '#iam/index.ts'
import { keysFrom } from '../oracle/keys.ts'
import { keysOfCaller, readCaller } from '../oracle/principals.ts'
import { statementsOf } from '../oracle/documents.ts'
import { generateCase } from '../oracle/generate.ts'
import { applying, type Situation } from '../oracle/statements.ts'
import { seededRandom } from '../oracle/random.ts'
import { fuzzText } from './fuzz-text.ts'
import { damageStatement } from './damage.ts'

const types: readonly PolicyType[] = ['scp', 'rcp', 'identity', 'resource', 'trust', 'boundary', 'session', 'vpcEndpoint']
const everything = { name: 'everything', document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }
const principal = { arn: 'arn:aws:iam::111122223333:user/ann' }

type Base = { readonly text: string; readonly situation: Situation; readonly request: Parameters<typeof decide>[1] }

/** An identity policy of a generated case, with the request it stands beside. */
function baseOf(seed: number): Base {
  for (let at = seed; ; at += 1_000_003) {
    const { policies, request } = generateCase(at)
    const document = policies.identity?.find(({ name }) => name !== 'Full')?.document
    if (document === undefined) continue
    const asked = { ...request, principal, resource: { ...request.resource, accountId: '111122223333' }, assume: [] }
    const caller = readCaller(principal)
    const derived = { ...keysOfCaller(caller, undefined), 'aws:ResourceAccount': '111122223333' }
    const situation = {
      caller,
      hasBoundary: false,
      action: asked.action,
      resource: asked.resource.arn,
      keys: keysFrom(derived, asked.context),
    }
    return { text: typeof document === 'string' ? document : JSON.stringify(document), situation, request: asked }
  }
}

function layersWith(text: string): readonly PolicyLayers[] {
  const fuzzed = { name: 'fuzzed', document: text }
  return [
    { identity: [everything], boundary: [everything, fuzzed], session: [fuzzed], vpcEndpoint: [fuzzed], resource: text },
    {
      identity: [everything],
      scp: [{ target: 'r-ab12', policies: [everything, fuzzed] }],
      rcp: [{ target: 'r-ab12', policies: [fuzzed] }],
    },
  ]
}

function assertSound(diagnostics: readonly Diagnostic[]): void {
  for (const { pointer, line, column, rule, message } of diagnostics) {
    assert.ok(pointer === '' || pointer.startsWith('/'), pointer)
    assert.ok(Number.isInteger(line) && line! >= 1 && Number.isInteger(column) && column! >= 1, `${rule}: ${line}:${column}`)
    assert.ok(rule !== '' && message !== '')
  }
}

/** What the literal reading says of the text: whether statements of the effect apply, or that it cannot say. */
function oracleFinds(effect: 'Allow' | 'Deny', text: string, situation: Situation): boolean | 'cannot_say' {
  try {
    return (
      applying(
        statementsOf(text, 'fuzzed').filter(({ statement }) => statement.Effect === effect),
        situation,
      ).length > 0
    )
  } catch {
    return 'cannot_say'
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether the text is a document of a version that AWS published, with statements; of anything else not even the denials are known. */
function isDocument(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const { Version: version, Statement: statement } = value as { Version?: unknown; Statement?: unknown }
  return statement !== undefined && (version === undefined || version === '2012-10-17' || version === '2008-10-17')
}

/** Without recursion: fuzzed values are nested thousands deep. */
function countMembers(root: unknown): number {
  let count = 0
  const open: unknown[] = [root]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value)) count += Object.keys(value).length
    open.push(...Object.values(value))
  }
  return count
}

/** Whether JSON text holds a key twice in one object; the parsed value shows only the last. */
function hasTwins(text: string): boolean {
  const written = text.match(/"(?:[^"\\]|\\.)*"\s*:?/gu) ?? []
  return written.filter((token) => token.endsWith(':')).length !== countMembers(JSON.parse(text))
}

/** One fuzzed document through everything that takes one. Throws what went wrong. */
export function fuzzOnce(seed: number): void {
  const random = seededRandom(seed)
  const { text: original, situation, request } = baseOf(seed)
  const { text, isCostly } = fuzzText(original, random)
  for (const layers of layersWith(text)) {
    const compiled = compilePolicies(layers)
    const explained = explain(compiled, request)
    assert.equal(decide(compiled, request).decision, explained.decision)
    assert.ok(explained.blockedBy.every((layer) => layerOrder.includes(layer)))
  }
  const type = random.pick(types)
  assertSound(lintPolicy(type, random.chance(0.1) ? Uint8Array.from(Buffer.from(text, 'latin1')) : text))
  const { parsed, diagnostics } = parsePolicy(type, text)
  assertSound(diagnostics)
  if (parsed !== undefined) printPolicy(parsed)
  const hasError = diagnostics.some(({ severity }) => severity === 'error')
  const isReadable = isDocument(readJson(text))
  if (!isReadable || hasTwins(text)) assert.ok(hasError, 'a repeated key or broken text went unnoticed')

  const alone = decide(compilePolicies({ identity: [{ name: 'fuzzed', document: text }] }), request).decision
  const beside = decide(compilePolicies({ identity: [everything, { name: 'fuzzed', document: text }] }), request).decision
  if (!isReadable) assert.deepEqual([alone, beside], ['implicit_deny', 'implicit_deny'], 'what is no policy takes its layer with it')
  if (isCostly) return
  if (alone === 'allowed') assert.notEqual(oracleFinds('Allow', text, situation), false, 'allowed by nothing that the documentation knows')
  if (alone === 'allowed' || beside === 'allowed') assert.notEqual(oracleFinds('Deny', text, situation), true, 'a denial was passed over')
}

/** Damages one denial that applies; returns whether the case had one. */
export function damageOnce(seed: number): boolean {
  const random = seededRandom(seed)
  const { text, situation, request } = baseOf(seed)
  const denials = applying(
    statementsOf(text, 'p').filter(({ statement }) => statement.Effect === 'Deny'),
    situation,
  )
  if (denials.length === 0) return false
  const { statement, version } = random.pick(denials)
  const damaged = damageStatement(statement, random)
  const document = `{${version === undefined ? '' : `"Version":${JSON.stringify(version)},`}"Statement":[${damaged.text}]}`
  const decision = decide(compilePolicies({ identity: [everything, { name: 'damaged', document }] }), request)
  assert.notEqual(decision.decision, 'allowed', `${damaged.how}: ${document}`)
  return true
}

/** Runs a range of seeds, naming the seed of the first failure. */
export function runSeeds(from: number, count: number, once: (seed: number) => unknown): number {
  let done = 0
  for (let seed = from; seed < from + count; seed += 1)
    try {
      if (once(seed) !== false) done += 1
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
  return done
}
