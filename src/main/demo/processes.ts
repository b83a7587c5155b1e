import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { type ApiClient, createClient } from '#platform/http/client.ts'
import { findServerFile } from '#platform/http/paths.ts'
import { isolatedEnvironment } from '../config.ts'

const root = join(import.meta.dirname, '..')
/** A first start makes a database cluster and migrates it; ten times what that takes on a small machine. */
const startLimitMs = 60_000
const stopLimitMs = 15_000

/** What a simulated AWS says of itself in its first line. */
export type SimFacts = {
  readonly endpoint: string
  readonly region: string
  readonly organizationId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly orgRoleArn: string
  readonly memberRoleName: string
  readonly externalId: string
}

export type Running<Facts> = { readonly facts: Facts; readonly ended: Promise<unknown>; stop(): Promise<void> }

/**
 * Starts the simulated AWS as a process of its own, on a port that is free. In a group of its own, like the server: a Ctrl-C reaches every
 * process of the terminal's group, and the demo's own request to stop would then be the second signal, which forces.
 */
export async function startSimulator({ accounts, seed }: { accounts: number; seed: number }): Promise<Running<SimFacts>> {
  const args = [join(root, 'sim.ts'), '--port', '0', '--accounts', `${accounts}`, '--seed', `${seed}`]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    return { facts: JSON.parse(line) as SimFacts, ended, stop: () => stop(child, ended) }
  }
  throw new Error('The simulated AWS ended before it was ready; what it said stands above.')
}

export type ServerFacts = { readonly url: string; readonly token: string; readonly client: ApiClient }

/** Starts `reeve serve` as anybody would, only that the environment points every AWS call at the simulator. */
export async function startServer({
  facts,
  directory,
  port,
  settings = {},
}: {
  facts: SimFacts
  directory: string
  port: number
  settings?: Readonly<Record<string, string>>
}): Promise<Running<ServerFacts>> {
  const dataDir = join(directory, 'data')
  const env = isolatedEnvironment({
    REEVE_DATA_DIR: dataDir,
    REEVE_KEY_DIR: join(directory, 'keys'),
    REEVE_LISTEN: `127.0.0.1:${port}`,
    REEVE_LOG_LEVEL: 'warn',
    AWS_ENDPOINT_URL: facts.endpoint,
    AWS_REGION: facts.region,
    AWS_ACCESS_KEY_ID: facts.accessKeyId,
    AWS_SECRET_ACCESS_KEY: facts.secretAccessKey,
    ...settings,
  })
  // Its log goes to stderr: stdout belongs to the demo's own answer.
  const child = spawn(process.execPath, [join(root, 'cli.ts'), 'serve'], {
    stdio: ['ignore', process.stderr, 'inherit'],
    env,
    detached: true,
  })
  const ended = once(child, 'exit')
  const started = await untilServing(dataDir, child)
  return { facts: { ...started, client: createClient(started) }, ended, stop: () => stop(child, ended) }
}

async function untilServing(dataDir: string, child: ChildProcess): Promise<{ url: string; token: string }> {
  const limit = Date.now() + startLimitMs
  while (Date.now() < limit) {
    if (child.exitCode !== null) throw new Error(`reeve serve ended with ${child.exitCode}; what it said stands above.`)
    const file = findServerFile(dataDir)
    if (file !== undefined) return file
    await delay(50)
  }
  throw new Error(`reeve serve was not up within ${startLimitMs / 1000} s.`)
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const forced = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
  await ended
  clearTimeout(forced)
}
