import { sealEvents } from './chain.ts'
import { type AuditSigner, openSigner } from './checkpoint.ts'
import { appendCheckpoint, readCheckpoints } from './checkpoint-file.ts'
import { addCheckpoint, listCheckpoints } from './checkpoint-store.ts'
import type { Sealer } from '../crypto/sealer.ts'
import type { Db } from '../db/db.ts'

/** Sealed within five seconds: two passes and what a busy machine adds. */
const passEveryMs = 2_000
const checkpointBatch = 1_000

export type AuditSealerOptions = {
  readonly db: Db
  readonly sealer: Sealer
  readonly now: () => Date
  readonly checkpointFile: string
  readonly onTrouble: (error: unknown) => void
}

export type AuditSealer = {
  /** One pass now: seals what is there and signs what it came to. Answers how many events. */
  pass(): Promise<number>
  /** A last pass, then no more. */
  close(): Promise<void>
}

/** Seals the trail for as long as the process runs. A pass that fails is told and tried again; nothing is lost by it. */
export function startAuditSealer(options: AuditSealerOptions): AuditSealer {
  let signer: AuditSigner | undefined
  let writtenNumber: number | undefined
  let isThorough = true
  let running: Promise<number> = Promise.resolve(0)

  async function once(): Promise<number> {
    let total = 0
    for (;;) {
      const count = await sealEvents(options.db, { now: options.now, isThorough })
      total += count
      if (count === 0) break
    }
    isThorough = false
    signer ??= await openSigner(options.db, options)
    await addCheckpoint(options.db, signer, options.now())
    await writeCheckpoints()
    return total
  }

  /** Whatever process signed them, all go into this one's file, and none twice: where it stands is read from the file itself. */
  async function writeCheckpoints(): Promise<void> {
    writtenNumber ??= readCheckpoints(options.checkpointFile).checkpoints.reduce((newest, { number }) => Math.max(newest, number ?? 0), 0)
    for (;;) {
      const fresh = await listCheckpoints(options.db, { after: writtenNumber, limit: checkpointBatch })
      for (const checkpoint of fresh) {
        appendCheckpoint(options.checkpointFile, checkpoint)
        writtenNumber = checkpoint.number
      }
      if (fresh.length < checkpointBatch) return
    }
  }

  const pass = (): Promise<number> => (running = running.catch(() => 0).then(once))
  const timer = setInterval(() => void pass().catch(options.onTrouble), passEveryMs)
  timer.unref()
  return {
    pass,
    close: async () => {
      clearInterval(timer)
      await pass().catch(options.onTrouble)
    },
  }
}
