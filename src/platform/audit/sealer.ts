import { findHead, sealEvents } from './chain.ts'
import { appendCheckpoint, type AuditSigner, openSigner } from './checkpoint.ts'
import type { Sealer } from '../crypto/sealer.ts'
import type { Db } from '../db/db.ts'

/** Sealed within five seconds: two passes and what a busy machine adds. */
const passEveryMs = 2_000

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
  let signedPosition = 0
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
    const head = await findHead(options.db)
    if (head.position > signedPosition) {
      signer ??= await openSigner(options.db, options)
      appendCheckpoint(options.checkpointFile, signer.sign(head, options.now()))
      signedPosition = head.position
    }
    return total
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
