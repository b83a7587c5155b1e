import type { EvaluationRequest } from '../types.ts'
import type { ResourceMemory } from '../compile/resource-memory.ts'
import type { Facts } from './facts.ts'
import { absent, type ContextValue, type KeyRef } from './key.ts'
import type { Principal } from './principal.ts'

/** Beyond this many keys a map pays; below it a walk over the keys is quicker and allocates less. */
const walkMax = 24

/** One request as the statements see it: its context, given before derived, and its resource. */
export class Environment implements Facts {
  readonly principal: Principal
  readonly resource: string
  resourceAccountId: string | undefined = undefined
  principalOrganizationId: string | undefined = undefined
  resourceOrganizationId: string | undefined = undefined
  hasBoundary = false
  readonly #context: Readonly<Record<string, ContextValue>>
  readonly #memory: ResourceMemory | undefined
  #row: Uint8Array | undefined = undefined
  #keys: readonly string[] | undefined = undefined
  #byLowerKey: Map<string, ContextValue> | undefined = undefined

  constructor(request: EvaluationRequest, principal: Principal, memory: ResourceMemory | undefined) {
    this.principal = principal
    this.resource = request.resource.arn
    this.#memory = memory
    this.#context = request.context
  }

  /** What is remembered about the resource, a byte per statement; see `ResourceMemory`. */
  get remembered(): Uint8Array | undefined {
    return (this.#row ??= this.#memory?.row(this.resource))
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
    if (found === undefined || found === null) return key.derive?.(this)
    if (typeof found === 'string') return found
    if (!Array.isArray(found)) return String(found)
    if (found.length === 0) return absent
    return found.every((item) => typeof item === 'string') ? found : found.map(String)
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
