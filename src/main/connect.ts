import { rmSync } from 'node:fs'
import { type Connection } from '#cli/run-cli.ts'
import { operatorActor } from '#platform/auth/authenticate.ts'
import { type ClientOptions, createClient, crossesNetworkInClear } from '#platform/http/client.ts'
import { cliSocketPath, ensureRunDirectory, findServerFile, type ServerFile } from '#platform/http/paths.ts'
import type { Log } from '#platform/log/log.ts'
import type { Config } from './config.ts'
import { readLogin } from './login-file.ts'

/** How long a command waits for another one that works on the same directory. */
const otherCommandWaitMs = 30_000
/** A server on this machine answers `/healthz` in milliseconds, however busy. */
const probeMs = 2_000

type ConnectOptions = { readonly config: Config; readonly log: Log; readonly asOperator: boolean; readonly signal: AbortSignal }

/**
 * The CLI's way to the API: the server that `REEVE_URL` names, the one that runs on this data directory, the one that `reeve login`
 * remembered (unless `--as-operator` asks for this machine's own), or else the same API started in this process, on a unix socket that only this user reaches, as actor `os:<uid>`. Two commands at once take turns.
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const { config } = options
  const login = readLogin(config.client.loginFile)
  if (config.client.url !== undefined) {
    if (config.client.token !== undefined) return remote({ url: config.client.url, token: config.client.token })
    return remote(login?.url === config.client.url ? login : { url: config.client.url })
  }
  const running = await findRunning(config.dataDir)
  if (running !== undefined) return remote(running)
  if (login !== undefined && !options.asOperator) return remote(login)
  if (config.database.url !== undefined && !options.asOperator) {
    throw new Error(
      'No server runs here, and DATABASE_URL is set. Name a server with REEVE_URL and REEVE_TOKEN, or work on that database directly with --as-operator.',
    )
  }
  return startInProcess(options)
}

async function startInProcess({ config, log, signal }: ConnectOptions): Promise<Connection> {
  // The composition root is heavy; a command that finds a server never loads it.
  const [{ createApp }, { waitForLock }] = await Promise.all([import('./app.ts'), import('./open-store.ts')])
  const lock =
    config.database.url === undefined
      ? await waitForLock(config.dataDir, {
          waitMs: otherCommandWaitMs,
          isPointless: async () => (await findRunning(config.dataDir)) !== undefined,
        })
      : undefined
  const server = lock === undefined ? await findRunning(config.dataDir) : undefined
  if (server !== undefined) return remote(server)

  ensureRunDirectory(config.dataDir)
  const path = cliSocketPath(config.dataDir, process.pid)
  rmSync(path, { force: true })
  const trustedActor = operatorActor(`os:${process.getuid?.() ?? 'unknown'}`)
  const app = await createApp({
    config,
    log,
    trustedActor,
    runsJobs: 'on_demand',
    listen: { kind: 'socket', path },
    ...(lock === undefined ? {} : { lock }),
  })
  return {
    client: createClient({ url: app.url ?? '' }),
    close: async () => {
      await app.drain(signal)
      await app.close()
      rmSync(path, { force: true })
    },
  }
}

function remote(server: ClientOptions): Connection {
  if ((server.token ?? server.cookie) !== undefined && crossesNetworkInClear(server.url))
    throw new Error(`${server.url}: credentials are sent only over https, or to this machine. Nothing was sent.`)
  return { client: createClient(server), close: async () => undefined }
}

/** A file left behind by a killed server points at nobody: only an answer proves that one runs. */
async function findRunning(dataDir: string): Promise<ServerFile | undefined> {
  const file = findServerFile(dataDir)
  if (file === undefined) return undefined
  const answers = await createClient(file)
    .send({ path: '/healthz', signal: AbortSignal.timeout(probeMs) })
    .then(
      () => true,
      () => false,
    )
  return answers ? file : undefined
}
