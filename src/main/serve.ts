import { keepHeapSmall } from '#platform/heap.ts'
import { ensureRunDirectory, removeServerFile, writeServerFile } from '#platform/http/paths.ts'
import { parseListenAddress } from '#platform/http/listen-address.ts'
import { newTokenSecret } from '#platform/auth/token-secret.ts'
import type { Log } from '#platform/log/log.ts'
import { createApp } from './app.ts'
import { forgetFirstAdministratorFile, offerFirstAdministrator } from './first-administrator.ts'
import { consoleDirectory, refreshConsole } from './console-build.ts'
import type { Config } from './config.ts'

/** Runs the API, the schedules and the jobs until `signal`, and tells the CLI on this machine where to find them. */
export async function serve(config: Config, { log, signal }: { log: Log; signal: AbortSignal }): Promise<void> {
  keepHeapSmall()
  ensureRunDirectory(config.dataDir)
  const operator = { token: newTokenSecret(), actorId: `os:${process.getuid?.() ?? 'unknown'}` }
  const listen = parseListenAddress(config.http.listen)
  const app = await createApp({ config, log, operator, runsJobs: 'always', listen, consoleDirectory })
  try {
    writeServerFile(config.dataDir, { url: app.url ?? '', token: operator.token, pid: process.pid, startedAt: new Date().toISOString() })
    refreshConsole({ log, signal })
    await offerFirstAdministrator(app.dependencies, {
      dataDir: config.dataDir,
      terminal: process.stderr.isTTY ? (text) => void process.stderr.write(text) : undefined,
    })
    log.info({ url: app.url, dataDir: config.dataDir, awsEndpoint: app.dependencies.door.describeEndpoint() }, 'Reeve is up')
    await aborted(signal)
    log.info({}, 'stopping')
  } finally {
    removeServerFile(config.dataDir, process.pid)
    forgetFirstAdministratorFile(config.dataDir)
    await app.close()
  }
}

/** Runs jobs only. With the embedded database nobody else could reach it, so this needs `DATABASE_URL`. */
export async function work(config: Config, { log, signal }: { log: Log; signal: AbortSignal }): Promise<void> {
  keepHeapSmall()
  if (config.database.url === undefined)
    throw new Error('reeve worker shares a database with other processes: set DATABASE_URL. One machine alone needs only reeve serve.')
  const app = await createApp({ config, log, runsJobs: 'always' })
  log.info({}, 'worker is up')
  await aborted(signal)
  log.info({}, 'stopping')
  await app.close()
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
