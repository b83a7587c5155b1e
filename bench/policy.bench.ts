import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readIamIndex } from '#iam/data/iam-index.ts'
import { compileDocument, compilePolicies, decide, type EvaluationRequest, explain, type PolicyLayers } from '#iam/index.ts'
import { LineEvaluator } from '#iam/jsonl/index.ts'
import { allowAll, callerAccount, levels, otherAccount, policy, randomFrom, requests } from './policy-corpus.ts'

export type PolicyBenchRow = {
  readonly case: string
  readonly decisionsPerSecond: number
  readonly explainPerSecond: number
  readonly allowedShare?: number
  readonly note?: string
}

type Case = { readonly name: string; readonly resourceAccount: string; readonly layers: (random: () => number) => PolicyLayers }

const six = { count: 12, bytes: 6_000 }

export const cases: readonly Case[] = [
  {
    name: 'a',
    resourceAccount: callerAccount,
    layers: (random) => ({
      identity: [policy(random, 'identity', { ...six, extra: [allowAll] })],
      scp: levels(random, { depth: 2, perLevel: 1, count: 12 }),
    }),
  },
  { name: 'b5', resourceAccount: callerAccount, layers: (random) => sevenLevels(random, 5) },
  { name: 'b20', resourceAccount: callerAccount, layers: (random) => sevenLevels(random, 20) },
  { name: 'c', resourceAccount: otherAccount, layers: everyLayer },
]

function sevenLevels(random: () => number, count: number): PolicyLayers {
  return { identity: [policy(random, 'identity', { ...six, extra: [allowAll] })], scp: levels(random, { depth: 7, perLevel: 10, count }) }
}

function everyLayer(random: () => number): PolicyLayers {
  const named = (name: string) => [policy(random, name, { ...six, extra: [allowAll] })]
  const withPrincipal = (text: string) => ({
    Version: '2012-10-17',
    Statement: (JSON.parse(text) as { Statement: object[] }).Statement.map((statement) => ({ ...statement, Principal: '*' })),
  })
  const [open] = named('open')
  const rcps = levels(random, { depth: 3, perLevel: 2, count: 12 }).map(({ target, policies }) => ({
    target,
    policies: policies.map(({ name, document }) => {
      const { Statement } = JSON.parse(document as string) as { Statement: Record<string, unknown>[] }
      return {
        name,
        document: {
          Version: '2012-10-17',
          Statement: Statement.filter((one) => one['Effect'] === 'Deny' && one['Action'] !== undefined).map((one) => ({
            ...one,
            Principal: '*',
          })),
        },
      }
    }),
  }))
  return {
    identity: named('identity'),
    boundary: named('boundary'),
    session: named('session'),
    vpcEndpoint: [{ name: 'endpoint', document: withPrincipal(open!.document as string) }],
    resource: withPrincipal(open!.document as string),
    scp: levels(random, { depth: 4, perLevel: 3, count: 12 }),
    rcp: rcps,
  }
}

/** Runs `work` over all requests again and again for about the given time, after warming up; returns calls per second. */
function rate(list: readonly EvaluationRequest[], milliseconds: number, work: (request: EvaluationRequest) => unknown): number {
  let sink = 0
  const pass = (until: number): number => {
    const start = performance.now()
    let calls = 0
    while (performance.now() - start < until) {
      for (let index = 0; index < 1_024; index++) if (work(list[(calls + index) % list.length]!) !== undefined) sink++
      calls += 1_024
    }
    return (calls * 1_000) / (performance.now() - start)
  }
  pass(milliseconds)
  const result = Math.max(pass(milliseconds), pass(milliseconds), pass(milliseconds))
  return sink > 0 ? Math.round(result) : 0
}

function runCase({ name, resourceAccount, layers }: Case, seed: number, milliseconds: number): PolicyBenchRow {
  const random = randomFrom(seed)
  // Every service of the corpus is taken to support RCPs, or case c would skip that layer.
  const policies = compilePolicies(layers(random), { rcpServices: { has: () => true } as unknown as ReadonlySet<string> })
  const list = requests(random, resourceAccount)
  const allowed = list.filter((request) => decide(policies, request).decision === 'allowed').length
  return {
    case: name,
    decisionsPerSecond: rate(list, milliseconds, (request) => decide(policies, request)),
    explainPerSecond: rate(list, milliseconds, (request) => explain(policies, request)),
    allowedShare: Math.round((allowed * 100) / list.length) / 100,
  }
}

function runCompile(seed: number): PolicyBenchRow {
  const random = randomFrom(seed)
  const texts = Array.from({ length: 1_000 }, (_, index) => policy(random, `p${index}`, six).document)
  const times = Array.from({ length: 4 }, () => {
    const start = performance.now()
    for (const text of texts) compileDocument('identity', text)
    return performance.now() - start
  })
  const best = Math.min(...times)
  return {
    case: 'compile',
    decisionsPerSecond: Math.round(1_000_000 / best),
    explainPerSecond: 0,
    note: `1,000 policies of 6 KB: first ${Math.round(times[0]!)} ms, warm ${Math.round(best)} ms`,
  }
}

function runIamData(): PolicyBenchRow {
  const start = performance.now()
  const index = readIamIndex(readFileSync(new URL('../src/iam/data/iam-data.gen.json', import.meta.url), 'utf8'))
  const loadMs = performance.now() - start
  const count = index.services().reduce((sum, service) => sum + index.actionsOf(service).length, 0)
  const note = `loaded in ${loadMs.toFixed(1)} ms; all ${count} actions read after ${(performance.now() - start).toFixed(1)} ms`
  return { case: 'iam-data', decisionsPerSecond: 0, explainPerSecond: 0, note }
}

function runLines(name: string, seed: number, isInline: boolean): PolicyBenchRow {
  const random = randomFrom(seed)
  const list = requests(random, callerAccount).slice(0, 4_096)
  const set = {
    identity: [
      { name: 'p', document: JSON.parse(policy(random, 'p', { count: 6, bytes: 2_800, extra: [allowAll] }).document as string) as object },
    ],
  }
  const lines = list.map((request, id) => {
    const document = JSON.parse(policy(random, 'p', { count: 6, bytes: 2_800, extra: [allowAll] }).document as string) as object
    return JSON.stringify({ id: String(id), ...request, policies: isInline ? { identity: [{ name: 'p', document }] } : 'shared' })
  })
  const measure = (explained: boolean): number => {
    const evaluator = new LineEvaluator({ explain: explained })
    evaluator.evaluate(JSON.stringify({ policySet: 'shared', policies: set }))
    const times = Array.from({ length: 4 }, () => {
      const start = performance.now()
      for (const line of lines) evaluator.evaluate(line)
      return performance.now() - start
    })
    return Math.round((lines.length * 1_000) / Math.min(...times))
  }
  return {
    case: name,
    decisionsPerSecond: measure(false),
    explainPerSecond: measure(true),
    note: 'lines in memory; start-up, pipe and disk apart',
  }
}

export const bench = {
  name: 'policy',
  /**
   * Decisions per second on one core, warm, over the seeded corpus; nothing is remembered about whole requests.
   * Flags: `--cases a,b5`, `--seed N`, `--milliseconds N` (of one measuring pass).
   */
  async run(argv: readonly string[] = []): Promise<PolicyBenchRow[]> {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        cases: { type: 'string' },
        seed: { type: 'string', default: '20261121' },
        milliseconds: { type: 'string', default: '400' },
      },
    })
    const seed = Number(values.seed)
    const extra: (readonly [string, () => PolicyBenchRow])[] = [
      ['compile', () => runCompile(seed)],
      ['jsonl-inline', () => runLines('jsonl-inline', seed, true)],
      ['jsonl-reference', () => runLines('jsonl-reference', seed, false)],
      ['iam-data', runIamData],
    ]
    const all = [...cases.map((one) => [one.name, () => runCase(one, seed, Number(values.milliseconds))] as const), ...extra]
    const wanted = values.cases?.split(',')
    return all.filter(([name]) => wanted === undefined || wanted.includes(name)).map(([, run]) => run())
  },
}
