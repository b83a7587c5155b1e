import { AsyncLocalStorage } from 'node:async_hooks'
import { Kysely, type KyselyConfig, type TransactionBuilder } from 'kysely'

type Frame = { readonly owner: object; isOpen: boolean; readonly outer: Frame | undefined }

const frames = new AsyncLocalStorage<Frame | undefined>()

/**
 * A Kysely that refuses to be used inside one of its own transactions. Such a query would run on another connection:
 * outside the transaction, kept when it rolls back, and waiting for ever on the transaction's own locks.
 */
export class GuardedKysely<Tables> extends Kysely<Tables> {
  readonly #owner: object

  constructor(config: KyselyConfig, owner: object) {
    super(config)
    this.#owner = owner
  }

  override transaction(): TransactionBuilder<Tables> {
    assertOutsideTransaction(this.#owner)
    return guardBuilder(super.transaction(), this.#owner)
  }

  override startTransaction(): never {
    throw new Error('startTransaction() is not available: use transaction().execute(), which always ends its transaction')
  }
}

/** Throws when the current call runs inside an open transaction of `owner`'s database. */
export function assertOutsideTransaction(owner: object): void {
  for (let frame = frames.getStore(); frame !== undefined; frame = frame.outer) {
    if (frame.isOpen && frame.owner === owner) {
      throw new Error('The database was used inside a transaction without it: pass `tx` instead of `db`, or leave the transaction first')
    }
  }
}

/** Runs `work` as if no transaction were open, for what must survive a rollback and waits on none of its locks. */
export function outsideTransaction<T>(work: () => Promise<T>): Promise<T> {
  return frames.run(undefined, work)
}

function guardBuilder<Tables>(builder: TransactionBuilder<Tables>, owner: object): TransactionBuilder<Tables> {
  return new Proxy(builder, {
    get(target, property) {
      switch (property) {
        case 'execute':
          return <T>(body: Parameters<typeof target.execute<T>>[0]) => target.execute<T>((tx) => runInside(owner, () => body(tx)))
        case 'setIsolationLevel':
          return (level: Parameters<typeof target.setIsolationLevel>[0]) => guardBuilder(target.setIsolationLevel(level), owner)
        case 'setAccessMode':
          return (mode: Parameters<typeof target.setAccessMode>[0]) => guardBuilder(target.setAccessMode(mode), owner)
        default: {
          const value: unknown = Reflect.get(target, property, target)
          return typeof value === 'function' ? (value.bind(target) as unknown) : value
        }
      }
    },
  })
}

async function runInside<T>(owner: object, body: () => Promise<T>): Promise<T> {
  // A timer or promise started inside keeps the frame after the transaction ended: hence `isOpen`, not mere presence.
  const frame: Frame = { owner, isOpen: true, outer: frames.getStore() }
  try {
    return await frames.run(frame, body)
  } finally {
    frame.isOpen = false
  }
}
