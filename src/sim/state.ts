import { createIds, createRandom, type Ids, type Random } from './ids.ts'
import type { Partition } from './regions.ts'

/** Milliseconds since the epoch, and a way to wait. Signatures and token expiry read it unscaled. */
export type Clock = {
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

export const wallClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/** Switches of one simulated AWS. `timeScale` multiplies bucket refill and shortens latencies and lags, nothing else. */
export type SimSettings = {
  readonly seed: number
  readonly partition: Partition
  readonly clock: Clock
  readonly timeScale: number
  readonly throttle: boolean
  readonly lag: boolean
  /** Median of the latency distribution; 0 answers at once. */
  readonly latencyMedianMs: number
  /** `arn` names the denying policy, as AWS began to in January 2026; `plain` only its type. */
  readonly denialMessages: 'arn' | 'plain'
  /** SCPW-3: the policy simulator reports `AllowedByOrganizations=false` for SCPs with conditions on global keys, as it did before July 2026. */
  readonly legacySimulatorArtefact: boolean
}

/** Names a piece of state that one service keeps; `create` makes it the first time it is asked for and after every reset. */
export type StateKey<T> = { readonly name: string; readonly create: (aws: SimulatedAws, accountId: string, region: string) => T }

export function defineState<T>(name: string, create: StateKey<T>['create']): StateKey<T> {
  return { name, create }
}

/** Names a question that services may ask without knowing which service answers. */
export type ProviderKey<T> = { readonly name: string; readonly fallback: T }

export function defineProvider<T>(name: string, fallback: T): ProviderKey<T> {
  return { name, fallback }
}

/**
 * Everything the services share: clock, seed, switches, and state under typed keys, per cloud, account or account and Region, so that
 * no service needs to know another's shape. `reset` forgets all of it.
 */
export class SimulatedAws {
  readonly settings: SimSettings
  readonly ids: Ids
  #states = new Map<string, unknown>()
  #providers = new Map<string, unknown>()
  #randoms = new Map<string, Random>()

  constructor(settings: SimSettings) {
    this.settings = settings
    this.ids = createIds((stream) => this.random(stream))
  }

  now(): number {
    return this.settings.clock.now()
  }

  date(): Date {
    return new Date(this.now())
  }

  /** A stream of pseudo-random numbers in [0, 1) of its own per name: the same seed and name give the same numbers. */
  random(stream: string): Random {
    let random = this.#randoms.get(stream)
    if (random === undefined) this.#randoms.set(stream, (random = createRandom(`${this.settings.seed}/${stream}`)))
    return random
  }

  /** How long a lagging index or an asynchronous operation takes now: 0 with lag switched off. */
  lagMs(ms: number): number {
    return this.settings.lag ? ms / this.settings.timeScale : 0
  }

  /** State of the whole cloud, of one account, or of one account in one Region; made on first use. */
  state<T>(key: StateKey<T>, accountId = '', region = ''): T {
    const slot = `${key.name}/${accountId}/${region}`
    if (!this.#states.has(slot)) this.#states.set(slot, key.create(this, accountId, region))
    return this.#states.get(slot) as T
  }

  /** As `state`, but makes nothing: for asking about accounts that may not exist. */
  peek<T>(key: StateKey<T>, accountId = '', region = ''): T | undefined {
    return this.#states.get(`${key.name}/${accountId}/${region}`) as T | undefined
  }

  provide<T>(key: ProviderKey<T>, answer: T): void {
    this.#providers.set(key.name, answer)
  }

  ask<T>(key: ProviderKey<T>): T {
    return (this.#providers.get(key.name) as T | undefined) ?? key.fallback
  }

  /** Forgets all state, providers and random streams: what is seeded again afterwards has the same ids. */
  clear(): void {
    this.#states.clear()
    this.#providers.clear()
    this.#randoms.clear()
  }
}
