/** Counts of what clients did, by `service:Operation`. */
export type Stats = {
  readonly calls: Readonly<Record<string, number>>
  readonly throttled: Readonly<Record<string, number>>
  readonly errors: Readonly<Record<string, number>>
  readonly faults: Readonly<Record<string, number>>
  readonly totalCalls: number
  readonly totalThrottled: number
}

export type CallTally = { readonly operation: string; readonly errorCode?: string; readonly throttled?: boolean; readonly fault?: string }

export class CallCounter {
  #calls = new Map<string, number>()
  #throttled = new Map<string, number>()
  #errors = new Map<string, number>()
  #faults = new Map<string, number>()

  record({ operation, errorCode, throttled = false, fault }: CallTally): void {
    bump(this.#calls, operation)
    if (throttled) bump(this.#throttled, operation)
    if (errorCode !== undefined) bump(this.#errors, `${operation} ${errorCode}`)
    if (fault !== undefined) bump(this.#faults, `${operation} ${fault}`)
  }

  snapshot(): Stats {
    return {
      calls: sorted(this.#calls),
      throttled: sorted(this.#throttled),
      errors: sorted(this.#errors),
      faults: sorted(this.#faults),
      totalCalls: sum(this.#calls),
      totalThrottled: sum(this.#throttled),
    }
  }

  clear(): void {
    for (const counts of [this.#calls, this.#throttled, this.#errors, this.#faults]) counts.clear()
  }
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)))
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0)
}
