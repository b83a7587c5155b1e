/** A worker to be killed, for `sync-resume.test.ts`: `sync-resume.child.ts TASK`. Syncs once over HTTP and says so. */
import { randomUUID } from 'node:crypto'
import { sleep, systemClock } from '#platform/aws/clock.ts'
import { createDoor } from '#platform/aws/create-door.ts'
import { endpointOverridesFrom } from '#platform/aws/endpoints.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { createDatabaseBucketStore } from '#platform/db/bucket-store.ts'
import { openDatabase } from '#platform/db/db.ts'
import { runSync } from './run-sync.ts'

export type ResumeTask = {
  readonly databaseUrl: string
  readonly organizationUid: string
  readonly masterKey: string
  readonly environment: Readonly<Record<string, string>>
  readonly timeScale: number
}

const task = JSON.parse(process.argv[2] ?? '') as ResumeTask
const database = openDatabase({ url: task.databaseUrl })
const door = createDoor({
  environment: task.environment,
  endpoints: endpointOverridesFrom(task.environment),
  share: 1,
  timeScale: task.timeScale,
  bucketStore: createDatabaseBucketStore(database.db),
})
const deps = {
  db: database.db,
  door,
  sealer: createSealer(openKeyRing({ kind: 'given', text: task.masterKey })),
  jobs: { enqueue: () => Promise.resolve(null) },
  now: () => new Date(),
  newId: randomUUID,
  sleep: (ms: number, signal: AbortSignal) => sleep(systemClock, ms, signal),
  holder: randomUUID(),
}
const request = { organizationUid: task.organizationUid, kind: 'estate', trigger: 'request', requestedBy: 'os:0' } as const
const outcome = await runSync(deps, request, { signal: new AbortController().signal, jobId: 'job' })
process.stdout.write(`${JSON.stringify(outcome)}\n`)
door.close()
await database.close()
