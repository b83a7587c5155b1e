import type { Clock } from './clock.ts'
import type { Identity } from './dispatcher.ts'
import type { Outcome } from './outcome.ts'

/** AWS's own tools refresh this long before the end; the slowest call must finish on the old credentials. */
export const refreshBeforeMs = 5 * 60_000
/** Below this a session is not used any more even if it could not be renewed. */
const unusableBeforeMs = 10_000
/** Ten thousand accounts at about 2 KiB each. */
export const cachedIdentitiesMax = 10_000

/** A source that only has short-lived credentials left (an SSO session about to end) is not asked again more often than this. */
const renewalPauseMs = 30_000

type Entry = { readonly identity: Identity; readonly renewAtMs: number }

/**
 * Key → identity: one flight per key, renewed five minutes before expiry, the least recently used dropped beyond the bound. A renewal
 * that fails while the old session still lives leaves the old one in use. Refusals are not kept.
 */
export class CredentialCache {
  readonly #clock: Clock
  readonly #entriesMax: number
  readonly #entries = new Map<string, Entry>()
  readonly #flights = new Map<string, Promise<Outcome<Identity>>>()

  constructor(clock: Clock, entriesMax: number = cachedIdentitiesMax) {
    this.#clock = clock
    this.#entriesMax = entriesMax
  }

  get size(): number {
    return this.#entries.size
  }

  async get(key: string, fetch: () => Promise<Outcome<Identity>>): Promise<Outcome<Identity>> {
    const cached = this.#entries.get(key)
    if (cached !== undefined && this.#clock.now() < cached.renewAtMs) {
      this.#keep(key, cached)
      return { kind: 'ok', value: cached.identity }
    }
    const outcome = await (this.#flights.get(key) ?? this.#launch(key, fetch))
    if (outcome.kind === 'ok' || cached === undefined || !this.#isUsable(cached.identity)) return outcome
    return { kind: 'ok', value: cached.identity }
  }

  /** Drops what is cached, and keeps what is being fetched for it from landing in the cache. */
  forget(key: string): void {
    this.#entries.delete(key)
    this.#flights.delete(key)
  }

  forgetWhere(matches: (key: string) => boolean): void {
    for (const key of [...this.#entries.keys(), ...this.#flights.keys()]) if (matches(key)) this.forget(key)
  }

  #launch(key: string, fetch: () => Promise<Outcome<Identity>>): Promise<Outcome<Identity>> {
    const fly = async () => {
      try {
        const outcome = await fetch()
        if (outcome.kind === 'ok' && this.#flights.get(key) === flight) this.#keep(key, this.#entryOf(outcome.value))
        return outcome
      } finally {
        if (this.#flights.get(key) === flight) this.#flights.delete(key)
      }
    }
    const flight = Promise.resolve().then(fly)
    this.#flights.set(key, flight)
    return flight
  }

  #entryOf(identity: Identity): Entry {
    if (identity.expiresAtMs === undefined) return { identity, renewAtMs: Infinity }
    const earliestMs = this.#clock.now() + renewalPauseMs
    return {
      identity,
      renewAtMs: Math.min(identity.expiresAtMs - unusableBeforeMs, Math.max(identity.expiresAtMs - refreshBeforeMs, earliestMs)),
    }
  }

  #isUsable({ expiresAtMs }: Identity): boolean {
    return expiresAtMs === undefined || expiresAtMs - this.#clock.now() > unusableBeforeMs
  }

  #keep(key: string, entry: Entry) {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    if (this.#entries.size <= this.#entriesMax) return
    const oldest = this.#entries.keys().next()
    if (oldest.done !== true) this.#entries.delete(oldest.value)
  }
}
