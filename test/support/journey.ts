import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { followNewestSync, register, untilIdle } from '#main/demo/onboard.ts'
import { type Running, type ServerFacts, type SimFacts, startServer } from '#main/demo/processes.ts'
import type { WorldFacts } from '#sim/define-world.ts'
import { serveSimulation } from '#sim/http-server.ts'
import { createSimulatedAws, type Simulation } from '#sim/index.ts'
import type { SimulatedAws } from '#sim/state.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { openBrowser } from './browser.ts'
import { type Visit, visit, type VisitOptions } from './console-visit.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

export const goodPassword = 'a long enough password'

export type Journey = {
  readonly browser: Browser
  /** Everything of the simulated AWS, to change it under the server. */
  readonly simulation: Simulation
  readonly facts: WorldFacts
  readonly sim: SimFacts
  readonly server: ServerFacts
  readonly database: TestDatabase
  /** Somebody at the console: the operator, or by a token of `role` within `scope`, or with the cookie given, or nobody yet. */
  visit(
    options?: Partial<VisitOptions> & { readonly role?: string; readonly scope?: string; readonly isStranger?: boolean },
  ): Promise<Visit>
  /** Somebody who signs in with a password; the link was used up by them. */
  newPerson(person: { readonly role: string; readonly scope?: string; readonly name?: string; readonly email?: string }): Promise<Person>
  /** Calls the API as the operator, with a body and without complaint about any status. */
  ask(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Response>
  stopServer(): Promise<void>
  /** Starts the server again where it was. */
  startServer(): Promise<void>
  close(): Promise<void>
}
export type Person = { readonly email: string; readonly password: string; readonly cookie: string }

type JourneyOptions = {
  readonly accounts?: number
  readonly standaloneAccounts?: number
  readonly isRegistered?: boolean
  /** Variables of the server besides the usual. */
  readonly settings?: Readonly<Record<string, string>>
  /** Changes the world before anything reads it. */
  readonly arrange?: (aws: SimulatedAws, facts: WorldFacts) => void
}

/**
 * The console with everything behind it: the build, `reeve serve` as a process on a database of its own, a simulated AWS that the test may
 * change, a browser. The simulator has no throttle and no latency: journeys are about what people see.
 */
export async function openJourney(options: JourneyOptions = {}): Promise<Journey> {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-console.ts'), '--if-stale'], { stdio: 'ignore' })
  const { simulation, facts } = createWorld(options)
  const directory = await mkdtemp(join(tmpdir(), 'reeve-journey-'))
  // Started as root, an embedded database would run as a user of its own, who must be able to pass through.
  await chmod(directory, 0o711)
  const [served, database, browser, port] = await Promise.all([
    serveSimulation(simulation, 0),
    createTestDatabase(),
    openBrowser(),
    freePort(),
  ])
  const sim = simFacts(facts, served.endpoint)
  const settings = { DATABASE_URL: database.url, REEVE_AWS_SHARE: '1', REEVE_LOG_LEVEL: 'error', ...options.settings }
  const start = (): Promise<Running<ServerFacts>> => startServer({ facts: sim, directory, port, settings })
  let running = await start()
  const journey: Journey = {
    browser,
    simulation,
    facts,
    sim,
    get server() {
      return running.facts
    },
    database,
    visit: async ({ role, scope, isStranger = false, ...given } = {}) => {
      const isSomebody = isStranger || given.token !== undefined || given.cookie !== undefined
      const token = isSomebody ? {} : { token: await tokenFor(running.facts, { role, scope }) }
      return visit(browser, { url: running.facts.url, ...token, ...given })
    },
    newPerson: (person) => newPerson(running.facts, person),
    ask: (method, path, body, headers = {}) =>
      fetch(`${running.facts.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${running.facts.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    stopServer: () => running.stop(),
    startServer: async () => void (running = await start()),
    close: async () => {
      await browser.close()
      await running.stop()
      await Promise.all([served.close(), database.close()])
      await rm(directory, { recursive: true, force: true })
    },
  }
  if (options.isRegistered !== false) await onboard(journey)
  return journey
}

/** Registers the organization and waits until its first sync, and what follows from it, is done. */
export async function onboard({ server: { client }, sim }: Journey): Promise<void> {
  await register(client, sim)
  await followNewestSync(client, sim.organizationId, () => undefined)
  await untilIdle(client)
}

function createWorld({ accounts = 12, standaloneAccounts = 0, arrange }: JourneyOptions): { simulation: Simulation; facts: WorldFacts } {
  let facts: WorldFacts | undefined
  const simulation = createSimulatedAws({
    seed: 1,
    seedWorld: (aws) => {
      facts = estateWorld.build(aws, { accounts, standaloneAccounts })
      arrange?.(aws, facts)
    },
  })
  if (facts === undefined) throw new Error('the world was not built')
  return { simulation, facts }
}

function simFacts(facts: WorldFacts, endpoint: string): SimFacts {
  const given = (value: string | null): string => value ?? ''
  return {
    endpoint,
    region: 'us-east-1',
    organizationId: given(facts.organizationId),
    accessKeyId: given(facts.accessKeyId),
    secretAccessKey: given(facts.secretAccessKey),
    orgRoleArn: given(facts.orgRoleArn),
    memberRoleName: given(facts.memberRoleName),
    externalId: given(facts.externalId),
  }
}

/** The operator's own token, which browsers may use until an administrator exists, or a new one. */
async function tokenFor(
  { client, token }: ServerFacts,
  { role, scope }: { readonly role: string | undefined; readonly scope: string | undefined },
): Promise<string> {
  if (role === undefined) return token
  const grant = { role, ...(scope === undefined ? {} : { scope }) }
  return (await client.post<{ token: string }>('/v1/tokens', { name: `${role} ${crypto.randomUUID().slice(0, 8)}`, ...grant })).token
}

async function newPerson(
  { client, url }: ServerFacts,
  { role, scope, name = 'Pat', email = `pat-${crypto.randomUUID().slice(0, 8)}@example.com` }: Parameters<Journey['newPerson']>[0],
): Promise<Person> {
  const link = await client.post<{ url: string }>('/v1/people/invitations', { role, ...(scope === undefined ? {} : { scope }) })
  const secret = new URL(link.url).hash.slice('#link='.length)
  const reply = await fetch(`${url}/api/auth/link/use`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ secret, name, email, password: goodPassword }),
  })
  if (!reply.ok) throw new Error(`the link was not taken: ${reply.status} ${await reply.text()}`)
  return { email, password: goodPassword, cookie: cookieOf(reply) }
}

/** The cookies that a reply sets, as a browser sends them back. */
export function cookieOf(reply: Response): string {
  return reply.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
