import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { createAuthenticate } from '#platform/auth/authenticate.ts'
import type { Actor } from '#platform/auth/actor.ts'
import type { DirectoryLock } from '#platform/db/directory-lock.ts'
import type { Route } from '#platform/http/define-route.ts'
import { type ListenAddress, staysOnMachine } from '#platform/http/listen-address.ts'
import { createServer } from '#platform/http/server.ts'
import type { Log } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import type { Config } from './config.ts'
import { createDependencies, type Dependencies } from './dependencies.ts'
import { openStore } from './open-store.ts'
import { routes } from './routes.gen.ts'
import { version } from './version.ts'

export type AppOptions = {
  readonly config: Config
  readonly log: Log
  /** Held already by a caller that had to wait for it. */
  readonly lock?: DirectoryLock
  /** Where the API answers; absent for a worker. */
  readonly listen?: ListenAddress
  /** The credential of the operator on this machine, which the server file carries. */
  readonly operator?: { readonly token: string; readonly actorId: string }
  /** Everyone who reaches the listening socket is this actor: only for a socket in a folder of this user alone. */
  readonly trustedActor?: Actor
}

export type App = {
  readonly dependencies: Dependencies
  /** `http://127.0.0.1:7338`, `https://…` or `unix:/path`; undefined for a worker. */
  readonly url: string | undefined
  /** Stops taking work, lets what runs finish or abort, closes what was opened. Calling again waits for the same end. */
  close(): Promise<void>
}

/** Puts Reeve together from its configuration and starts it. A failed start leaves nothing running. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, log, listen } = options
  const store = await openStore(config, log, options.lock)
  const undo: (() => Promise<void> | void)[] = [() => store.close()]
  try {
    const metrics = createMetrics()
    const dependencies = createDependencies(config, { store, log, metrics })
    undo.unshift(() => dependencies.door.close())
    const url = listen === undefined ? undefined : await startServer(options, { listen, dependencies, undo })
    let closing: Promise<void> | undefined
    return { dependencies, url, close: () => (closing ??= closeAll(undo, log)) }
  } catch (error) {
    await closeAll(undo, log)
    throw error
  }
}

async function startServer(
  { config, log, operator, trustedActor }: AppOptions,
  { listen, dependencies, undo }: { listen: ListenAddress; dependencies: Dependencies; undo: (() => Promise<void> | void)[] },
): Promise<string> {
  const { tls } = config.http
  const isTransportExposed = !staysOnMachine(listen) && tls === undefined && !config.http.isBehindTlsProxy
  if (isTransportExposed)
    log.warn(
      { listen },
      'listening beyond this machine without TLS: every token is refused, see REEVE_TLS_CERT_FILE and REEVE_BEHIND_TLS_PROXY',
    )
  const server = await createServer<Dependencies>({
    routes: routes satisfies readonly Route<Dependencies>[],
    deps: dependencies,
    authenticate:
      trustedActor === undefined
        ? createAuthenticate({ ...dependencies, isTransportExposed, ...(operator === undefined ? {} : { operator }) })
        : async () => trustedActor,
    log,
    metrics: dependencies.metrics,
    version,
    newId: dependencies.newId,
    readiness: () => checkReadiness(dependencies),
    isMetricsPublic: config.http.isMetricsPublic,
    ...(tls === undefined ? {} : { tls: { cert: readFileSync(tls.certFile, 'utf8'), key: readFileSync(tls.keyFile, 'utf8') } }),
  })
  undo.unshift(() => server.close())
  const address = await server.listen(listen.kind === 'socket' ? { path: listen.path } : { host: listen.host, port: listen.port })
  return listen.kind === 'socket' ? `unix:${listen.path}` : address
}

async function checkReadiness({
  db,
}: Dependencies): Promise<{ isReady: boolean; checks: Record<string, { ok: boolean; reason?: string }> }> {
  const database = await sql`select 1`.execute(db).then(
    () => ({ ok: true }),
    () => ({ ok: false, reason: 'the database does not answer' }),
  )
  return { isReady: database.ok, checks: { database } }
}

async function closeAll(steps: readonly (() => Promise<void> | void)[], log: Log): Promise<void> {
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      log.error({ err: error }, 'a part did not close cleanly')
    }
  }
}
