import type { EvaluationRequest } from '../types.ts'
import type { Facts } from './facts.ts'
import { absent, type ContextValue, type KeyRef } from './key.ts'
import type { Principal } from './principal.ts'

/** Beyond this many keys a map pays; below it a walk over the keys is quicker and allocates less. */
const walkMax = 24

/** One request as the statements see it: its context, given before derived, and its resource. */
export class Environment {
  readonly principal: Principal
  readonly resource: string
  readonly hasBoundary: boolean
  /** What is remembered about the resource, a byte per statement; see `ResourceMemory`. */
  readonly remembered: Uint8Array | undefined
  readonly #facts: Facts
  readonly #context: Readonly<Record<string, ContextValue>>
  #keys: readonly string[] | undefined
  #byLowerKey: Map<string, ContextValue> | undefined

  constructor(
    request: EvaluationRequest,
    facts: Facts,
    { hasBoundary, remembered }: { hasBoundary: boolean; remembered: Uint8Array | undefined },
  ) {
    this.principal = facts.principal
    this.resource = request.resource.arn
    this.hasBoundary = hasBoundary
    this.remembered = remembered
    this.#facts = facts
    this.#context = request.context
    this.#keys = undefined
    this.#byLowerKey = undefined
  }

  /** The value of a key; `undefined` when it is not known, `absent` when it is known not to be there. An empty list counts as not there. */
  value(key: KeyRef): ContextValue | typeof absent | undefined {
    if (key.isPlain) {
      const direct = this.#context[key.written]
      if (typeof direct === 'string') return direct
    }
    return this.#find(key)
  }

  #find(key: KeyRef): ContextValue | typeof absent | undefined {
    const found = this.#search(key.lower)
    if (found === undefined) return key.derive?.(this.#facts)
    if (typeof found === 'string') return found
    if (!Array.isArray(found)) return String(found)
    return found.length === 0 ? absent : found
  }

  #search(lower: string): ContextValue | undefined {
    const context = this.#context
    const keys = (this.#keys ??= Object.keys(context))
    if (keys.length > walkMax) {
      this.#byLowerKey ??= new Map(keys.map((name) => [name.toLowerCase(), context[name]!]))
      return this.#byLowerKey.get(lower)
    }
    for (const name of keys) {
      if (name.length === lower.length && (name === lower || name.toLowerCase() === lower)) return context[name]
    }
    return undefined
  }
}
