export type PageStore<Item, Result> = {
  /** Resolves with what storing this item answered, once the transaction that holds it has committed. */
  readonly store: (item: Item) => Promise<Result>
}

type Waiting<Item, Result> = { readonly item: Item; readonly resolve: (result: Result) => void; readonly reject: (error: unknown) => void }

/** Enough to catch up after a burst, small enough that a page does not wait long for its neighbours. */
const batchMax = 32

/**
 * Stores items one transaction at a time, all that have come meanwhile together. Lanes then need one connection between them instead of one
 * each, which leaves the others to the limiter; a batch that fails fails each of its items.
 */
export function createPageStore<Item, Result>(storeAll: (items: readonly Item[]) => Promise<readonly Result[]>): PageStore<Item, Result> {
  const waiting: Waiting<Item, Result>[] = []
  let isStoring = false

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchMax)
      try {
        const results = await storeAll(batch.map(({ item }) => item))
        batch.forEach(({ resolve, reject }, index) => {
          if (index < results.length) resolve(results[index] as Result)
          else reject(new Error('A page was stored without an answer'))
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isStoring = false
  }

  return {
    store: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        if (isStoring) return
        isStoring = true
        void drain()
      }),
  }
}
