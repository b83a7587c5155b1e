import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { openStage, type Stage } from '#test/support/large-stage.ts'
import { browserCases, isBrowserCase, measureBrowser } from './console/browser.ts'
import type { LoadResult, LoadTask } from './console/load.child.ts'
import { cpuTimeOfTree } from './console/cpu-time.ts'
import { percentile } from './console/percentile.ts'

/** One case; `how` says what was measured and with what, and `generatorLagP95Ms` how late the generator itself was. */
export type ConsoleRow = {
  readonly case: string
  readonly p50Ms: number | null
  readonly p95Ms: number | null
  readonly requestsPerSecond: number | null
  readonly requests?: number
  readonly errors?: number
  /** Processor time of the server and its database, which a busy machine changes little. */
  readonly cpuMsPerRequest?: number | null
  readonly generatorLagP95Ms?: number
  readonly megabytes?: number
  readonly kilobytes?: number
  readonly details: { readonly how: string; readonly errors?: readonly string[] }
}

const users = 50
const thinkMs = 1_000
const kinds = ['list', 'filter', 'tree-level', 'closed-loop'] as const
const loadCases = kinds.flatMap((kind) => [`${kind}-${users}-users`, `${kind}-${users}-users-scoped`])
const flags = {
  accounts: { type: 'string', default: '10000' },
  /** Of each case under load, after two seconds that do not count. */
  seconds: { type: 'string', default: '20' },
  /** Of clicking before the tab is weighed. */
  minutes: { type: 'string', default: '1' },
  cases: { type: 'string', default: [...loadCases, ...browserCases].join(',') },
} as const

/**
 * The console at work on a large estate: `reeve serve` as its own process with its embedded PostgreSQL, people with sessions of their own,
 * half of them bound to half of the business units where the case says scoped. The load comes from a process of its own; the browser
 * cases drive Chromium on this machine, after the load is gone.
 */
async function run(argv: readonly string[]): Promise<ConsoleRow[]> {
  const { values } = parseArgs({ args: [...argv], options: flags, strict: true })
  const cases = values.cases.split(',')
  const unknown = cases.filter((name) => !loadCases.includes(name) && !isBrowserCase(name))
  if (unknown.length > 0)
    throw new RangeError(`There is no case ${unknown.join(', ')}. There are: ${[...loadCases, ...browserCases].join(', ')}`)
  const stage = await openStage({ accounts: Number(values.accounts), isForBrowser: cases.some(isBrowserCase) })
  try {
    const rows: ConsoleRow[] = []
    const people = await signInPeople(stage, cases)
    for (const name of cases.filter((each) => !isBrowserCase(each)))
      rows.push(
        await measureLoad(stage, {
          name,
          cookies: name.endsWith('-scoped') ? people.scoped : people.everywhere,
          seconds: Number(values.seconds),
        }),
      )
    const wanted = cases.filter(isBrowserCase)
    if (wanted.length > 0) rows.push(...(await measureBrowser(stage, { cases: wanted, minutes: Number(values.minutes) })))
    return rows
  } finally {
    await stage.stop()
  }
}

async function signInPeople(stage: Stage, cases: readonly string[]): Promise<{ everywhere: string[]; scoped: string[] }> {
  const half = stage.estate.units.slice(0, stage.estate.units.length / 2)
  const scope = half.map(({ id }) => `ou:${id}/**`).join(' or ')
  const people = async (isNeeded: boolean, bound?: string): Promise<string[]> => {
    const cookies: string[] = []
    const wanted = isNeeded ? users : 0
    for (let count = 0; count < wanted; count += 1) cookies.push(await stage.signIn('viewer', bound))
    return cookies
  }
  const load = cases.filter((name) => !isBrowserCase(name))
  return {
    everywhere: await people(load.some((name) => !name.endsWith('-scoped'))),
    scoped: await people(
      load.some((name) => name.endsWith('-scoped')),
      scope,
    ),
  }
}

type LoadCase = { readonly name: string; readonly cookies: readonly string[]; readonly seconds: number }

async function measureLoad(stage: Stage, { name, cookies, seconds }: LoadCase): Promise<ConsoleRow> {
  const kind = kinds.find((each) => name.startsWith(each))!
  const isClosed = kind === 'closed-loop'
  const task: LoadTask = {
    url: stage.server.url,
    cookies,
    paths: await pathsOf(stage, kind),
    users,
    thinkMs: isClosed ? 0 : thinkMs,
    seconds,
  }
  const before = cpuTimeOfTree(stage.serverPid())
  const result = await generate(task)
  const used = before === null ? null : (cpuTimeOfTree(stage.serverPid()) ?? before) - before
  return {
    case: name,
    p50Ms: percentile(result.latenciesMs, 50),
    p95Ms: percentile(result.latenciesMs, 95),
    requestsPerSecond: result.latenciesMs.length / seconds,
    requests: result.latenciesMs.length,
    errors: result.errors.length,
    cpuMsPerRequest: used === null ? null : Number((used / result.asked).toFixed(2)),
    generatorLagP95Ms: result.lagP95Ms,
    details: {
      how:
        `${users} people with a session each${name.endsWith('-scoped') ? ', bound to half of the business units' : ''}, ` +
        `${isClosed ? 'asking again at once, lists, filters and tree levels in turn' : `${thinkMs / 1000} s of thought between answer and next question`}; ` +
        'from sending the request to the last byte of the answer, as a process of its own saw it over HTTP on localhost; its own lateness is included, and stated',
      ...(result.errors.length === 0 ? {} : { errors: [...new Set(result.errors)].slice(0, 5) }),
    },
  }
}

async function generate(task: LoadTask): Promise<LoadResult> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'console/load.child.ts'), JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const said = await text(child.stdout)
  const [code] = (await ended) as [number | null]
  if (code !== 0) throw new Error(`The load generator ended with ${code}`)
  return JSON.parse(said) as LoadResult
}

/** What the console asks when people page through a list, filter it, or open places of the tree. */
async function pathsOf({ estate, server }: Stage, kind: (typeof kinds)[number]): Promise<string[]> {
  const list = '/v1/accounts?limit=50'
  const filters = ['dev', 'prod', 'stage', 'test'].flatMap((env) =>
    [1, 2, 3, 4].map((tier) => `(badge:env=${env} and badge:tier=${tier} and state:ACTIVE and name:"*-${env}-*") and not status:detached`),
  )
  const paths = {
    list: [
      ...['name', '-name', 'status', 'orgPath'].map((sort) => `${list}&sort=${sort}&total=true`),
      ...(await furtherPages(server.client, { path: list, pages: 4 })),
    ],
    filter: [
      ...filters.map((selector) => `${list}&sort=name&total=true&selector=${encodeURIComponent(selector)}`),
      ...['api', 'ledger', 'prod-0'].map((q) => `${list}&sort=name&total=true&q=${q}`),
    ],
    'tree-level': await levelPaths(server.client, estate),
  }
  return kind === 'closed-loop' ? Object.values(paths).flat() : paths[kind]
}

type Client = Stage['server']['client']

/** Pages after the first one, in name order: asked for without the total, as the console does. */
async function furtherPages(client: Client, { path: first, pages }: { readonly path: string; readonly pages: number }): Promise<string[]> {
  const found: string[] = []
  for (let at = `${first}&sort=name`; found.length < pages; at = found.at(-1)!) {
    const { nextCursor } = await client.get<{ nextCursor: string | null }>(at)
    if (nextCursor === null) break
    found.push(`${first}&sort=name&cursor=${nextCursor}`)
  }
  return found
}

/** The root, the first half of the business units (which the scoped see), and what lies below them. */
async function levelPaths(client: Client, { organizationId, units }: Stage['estate']): Promise<string[]> {
  const level = `/v1/organizations/${organizationId}/tree/level`
  const at = (id: string): string => `${level}?under=${id}&limit=50`
  const seen = units.slice(0, units.length / 2)
  const below = await Promise.all(seen.map(({ id }) => client.get<{ ous: { id: string }[] }>(at(id))))
  return [`${level}?limit=50`, ...seen.map(({ id }) => at(id)), ...below.flatMap(({ ous }) => ous.map(({ id }) => at(id)))]
}

export const bench = { name: 'console', run }
