import type { Sealer } from '#platform/crypto/sealer.ts'
import type { AwsDoor } from '#platform/aws/door.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'

/** What a sync needs of the process it runs in. */
export type SyncDeps = {
  readonly db: Db
  readonly door: AwsDoor
  readonly sealer: Sealer
  readonly jobs: JobQueue<Tx>
  readonly now: () => Date
  readonly newId: () => string
  /** Waits; rejects when aborted. Injected so that backoff is tested without waiting. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Names this process and attempt in the lease. */
  readonly holder: string
}

/** Called in every transaction that stores a result: throws once this worker was replaced. */
export type Fence = { readonly assertHeld: (tx: Tx) => Promise<void> }
