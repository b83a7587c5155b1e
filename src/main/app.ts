import { readFileSync, rmSync } from 'node:fs'
import { createConnection as connectSocket } from 'node:net'
import { sql } from 'kysely'
import { createResetLetters } from '#features/people/index.ts'
import { startAuditStreams } from '#features/audit/index.ts'
import { withinScope } from '#features/selectors/index.ts'
import { createRecordRefusal } from '#platform/audit/record-refusal.ts'
import { startAuditSealer } from '#platform/audit/sealer.ts'
import { createAuthenticate } from '#platform/auth/authenticate.ts'
import { rememberSessions } from '#platform/auth/remembered-sessions.ts'
import { createSignIn } from '#platform/auth/sign-in.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { assertKeysMatch } from '#platform/crypto/rotate-keys.ts'
import type { Database, Db } from '#platform/db/db.ts'
import type { DirectoryLock } from '#platform/db/directory-lock.ts'
import type { ConsoleFacts } from '#platform/http/console-files.ts'
import type { Route } from '#platform/http/define-route.ts'
import { type ListenAddress, staysOnMachine } from '#platform/http/listen-address.ts'
import { createServer } from '#platform/http/server.ts'
import { createJobs, type Jobs } from '#platform/jobs/jobs.ts'
import { releaseOrphans } from '#platform/jobs/release-orphans.ts'
import type { Log } from '#platform/log/log.ts'
import { createMetrics, type Metrics } from '#platform/log/metrics.ts'
import type { Config } from './config.ts'
import { createDependencies, type Dependencies, openConfiguredKeyRing } from './dependencies.ts'
import { jobs } from './jobs.gen.ts'
import { openStore } from './open-store.ts'
import { routes } from './routes.gen.ts'
import { gaugeJobs, reportJobEnd, runOnDemand } from './run-jobs.ts'
import { version } from './version.ts'

export type AppOptions = {
  readonly config: Config
  readonly log: Log
  /** Held already by a caller that had to wait for it. */
  readonly lock?: DirectoryLock
  /** `always`: schedules, supervision and a worker. `on_demand`: only what is enqueued here, until it is over. */
  readonly runsJobs: 'always' | 'on_demand'
  /** Where the API answers; absent for a worker. */
  readonly listen?: ListenAddress
  /** The credential of the operator on this machine, which the server file carries. */
  readonly operator?: { readonly token: string; readonly actorId: string }
  /** Everyone who reaches the listening socket is this actor: only for a socket in a folder of this user alone. */
  readonly trustedActor?: Actor
  /** The folder of the built console, where people are served too. */
  readonly consoleDirectory?: string
}

export type App = {
  readonly dependencies: Dependencies
  /** `http://127.0.0.1:7338`, `https://…` or `unix:/path`; undefined for a worker. */
  readonly url: string | undefined
  /** Waits for the jobs enqueued here; at once unless jobs run on demand. */
  readonly drain: (signal: AbortSignal) => Promise<void>
  /** Stops taking work, lets what runs finish or abort, closes what was opened. Calling again waits for the same end. */
  close(): Promise<void>
}

/** Puts Reeve together from its configuration and starts it. A failed start leaves nothing running. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, log, listen } = options
  const store = await openStore(config, log, options.lock)
  const undo: Undo = [() => store.close()]
  try {
    const keyRing = openConfiguredKeyRing(config)
    await assertKeysMatch(store.database.db, keyRing)
    if (store.isEmbedded) await releaseDeadWork(store.database.db, log)
    const metrics = createMetrics()
    gaugeJobs(store.database.db, metrics)
    const queue = await openQueue(store.database, { log, metrics, supervise: options.runsJobs === 'always' })
    undo.unshift(() => queue.stop())
    const onDemand = options.runsJobs === 'on_demand' ? runOnDemand(queue, { db: store.database.db, deps: () => dependencies }) : undefined
    const place: Place = { baseUrl: config.http.publicUrl }
    const dependencies = createDependencies(config, {
      baseUrl: () => place.baseUrl ?? 'http://localhost',
      db: store.database.db,
      databaseUrl: store.database.url,
      jobs: onDemand?.jobs ?? queue,
      keyRing,
      log,
      metrics,
    })
    undo.splice(
      1,
      0,
      () => dependencies.door.close(),
      () => dependencies.denials.close(),
    )
    if (onDemand === undefined) {
      undo.splice(1, 0, sealAudit(dependencies))
      undo.splice(1, 0, streamAudit(dependencies))
      await queue.startWorker(dependencies)
    }
    const url = listen === undefined ? undefined : await startServer(options, { listen, dependencies, undo, place })
    let closing: Promise<void> | undefined
    return { dependencies, url, drain: onDemand?.drain ?? (async () => undefined), close: () => (closing ??= closeAll(undo, log)) }
  } catch (error) {
    await closeAll(undo, log)
    throw error
  }
}

/** A trouble of the sealer is told and tried again; `audit verify` says when nothing is sealed. */
function sealAudit({ log, auditCheckpoints: checkpointFile, ...deps }: Dependencies): () => Promise<void> {
  const sealing = startAuditSealer({
    ...deps,
    checkpointFile,
    onTrouble: (error) => log.error({ err: error }, 'the audit trail could not be sealed'),
  })
  return () => sealing.close()
}

/** A sink in trouble is told with its error where sinks are shown; what comes here is our own. */
function streamAudit(deps: Dependencies): () => Promise<void> {
  const streams = startAuditStreams({
    ...deps,
    onTrouble: (error) => deps.log.error({ err: error }, 'the audit trail could not be streamed'),
  })
  return () => streams.close()
}

/** Where browsers find the server, filled in once it listens. */
type Place = { baseUrl: string | undefined }
type Undo = (() => Promise<void> | void)[]

/** Alone under the directory's lock: whoever claimed work before us is dead, and nobody need wait for its leases to run out. */
async function releaseDeadWork(db: Db, log: Log): Promise<void> {
  const released = await releaseOrphans(db)
  if (released.jobs > 0 || released.leases > 0) log.warn(released, 'took over the work of a Reeve that was killed')
}

function openQueue(
  { url }: Database,
  { log, metrics, supervise }: { log: Log; metrics: Metrics; supervise: boolean },
): Promise<Jobs<Dependencies>> {
  return createJobs<Dependencies>({
    url,
    jobs,
    supervise,
    onJobEnd: reportJobEnd(log, metrics),
    onError: (error) => log.warn({ err: error }, 'the job queue had trouble'),
    onWarning: (message) => log.warn({ detail: message }, 'the job queue warns'),
  })
}

async function startServer(
  { config, log, operator, trustedActor, consoleDirectory }: AppOptions,
  { listen, dependencies, undo, place }: { listen: ListenAddress; dependencies: Dependencies; undo: Undo; place: Place },
): Promise<string> {
  const { tls } = config.http
  const isTransportExposed = !staysOnMachine(listen) && tls === undefined && !config.http.isBehindTlsProxy
  if (isTransportExposed)
    log.warn(
      { listen },
      'listening beyond this machine without TLS: every token is refused, see REEVE_TLS_CERT_FILE and REEVE_BEHIND_TLS_PROXY',
    )
  const publicHost = config.http.publicUrl === undefined ? undefined : new URL(config.http.publicUrl).host
  const people =
    trustedActor === undefined
      ? createSignIn({
          ...dependencies,
          resetLetters: createResetLetters(dependencies),
          onTrouble: (message) => log.warn({ detail: message }, 'sign-in had trouble'),
        })
      : undefined
  const server = await createServer<Dependencies>({
    routes: routes satisfies readonly Route<Dependencies>[],
    deps: dependencies,
    authenticate:
      trustedActor === undefined
        ? createAuthenticate({
            ...dependencies,
            isTransportExposed,
            publicHost,
            ...(people === undefined ? {} : { sessions: rememberSessions(people, dependencies) }),
            ...(operator === undefined ? {} : { operator }),
          })
        : async () => trustedActor,
    onRefusal: createRecordRefusal(dependencies),
    narrow: (deps, bound, body) => withinScope(deps.db, bound, (db) => body({ ...deps, db })),
    ...(people === undefined ? {} : { people: { signIn: people, isTransportExposed, publicHost } }),
    log,
    metrics: dependencies.metrics,
    version,
    newId: dependencies.newId,
    readiness: () => checkReadiness(dependencies),
    isMetricsPublic: config.http.isMetricsPublic,
    isBehindProxy: config.http.isBehindTlsProxy,
    ...(consoleDirectory === undefined
      ? {}
      : { console: { directory: consoleDirectory, facts: () => consoleFacts(config, dependencies) } }),
    ...(tls === undefined ? {} : { tls: { cert: readFileSync(tls.certFile, 'utf8'), key: readFileSync(tls.keyFile, 'utf8') } }),
  })
  undo.unshift(() => server.close())
  if (listen.kind === 'socket') await removeDeadSocket(listen.path)
  const address = await server.listen(listen.kind === 'socket' ? { path: listen.path } : { host: listen.host, port: listen.port })
  if (listen.kind !== 'socket') place.baseUrl ??= address
  return listen.kind === 'socket' ? `unix:${listen.path}` : address
}

function consoleFacts(config: Config, { door }: Dependencies): ConsoleFacts {
  const { isAws, address } = door.describeEndpoint()
  return { endpoint: { isAws, address }, version, storedKeysAllowed: config.secrets.allowStoredKeys }
}

/** A killed server leaves its socket file behind, and binding to that fails. One that somebody answers on is left alone. */
function removeDeadSocket(path: string): Promise<void> {
  return new Promise((resolve) => {
    const probe = connectSocket(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve()
    })
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') rmSync(path, { force: true })
      resolve()
    })
  })
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

async function closeAll(steps: Readonly<Undo>, log: Log): Promise<void> {
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      log.error({ err: error }, 'a part did not close cleanly')
    }
  }
}
