import { hash32 } from './hash.ts'

/**
 * A map that is read in pages. Its order is stable while others write, so a reader meets every entry that stays exactly once, and it
 * is unrelated to the keys, because no AWS list promises an order and code that counts on one must fail here first.
 */
export class PagedMap<Value> {
  readonly #values = new Map<string, Value>()
  #ordered: string[] | undefined

  get size(): number {
    return this.#values.size
  }

  get(key: string): Value | undefined {
    return this.#values.get(key)
  }

  has(key: string): boolean {
    return this.#values.has(key)
  }

  set(key: string, value: Value): void {
    if (!this.#values.has(key)) this.#ordered = undefined
    this.#values.set(key, value)
  }

  delete(key: string): boolean {
    const existed = this.#values.delete(key)
    if (existed) this.#ordered = undefined
    return existed
  }

  keys(): MapIterator<string> {
    return this.#values.keys()
  }

  values(): MapIterator<Value> {
    return this.#values.values()
  }

  /** At most `count` entries behind `cursor` ('' = from the start); `next` is absent on the last page. */
  page(cursor: string, count: number): { readonly items: readonly Value[]; readonly next?: string } {
    this.#ordered ??= [...this.#values.keys()].map(place).sort()
    const start = cursor === '' ? 0 : firstAfter(this.#ordered, cursor)
    const places = this.#ordered.slice(start, start + count)
    const items = places.map((entry) => this.#values.get(entry.slice(placeLength)) as Value)
    const last = places.at(-1)
    return last !== undefined && start + count < this.#ordered.length ? { items, next: last } : { items }
  }
}

const placeLength = 8

function place(key: string): string {
  return hash32(key).toString(16).padStart(placeLength, '0') + key
}

function firstAfter(ordered: readonly string[], cursor: string): number {
  let low = 0
  let high = ordered.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ordered[middle] as string) <= cursor) low = middle + 1
    else high = middle
  }
  return low
}
