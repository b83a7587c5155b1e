import { noColumn } from './columns.ts'

/** Bytes that one policy set may spend on remembering; 0 statements or few requests spend none. */
const bytesMax = 32 * 1024 * 1024
/** A set that is asked less often than this is not worth remembering for. */
const asksBeforeUse = 32

export const unasked = 0
export const mismatched = 1
export const matched = 2

/**
 * Remembers which statements mean a resource by its name, for as many resources as fit: a row of bytes per ARN, a column per statement.
 * It is an index over resources alone; principals, actions, context and answers are worked out anew for every request.
 */
export class ResourceMemory {
  readonly #columnOf = new Map<object, number>()
  readonly #columns: number
  readonly #rowsMax: number
  #rows = new Map<string, Uint8Array>()
  #asks = 0

  constructor(columns: number) {
    this.#columns = columns
    this.#rowsMax = Math.floor(bytesMax / (columns + 128))
  }

  /** The column of a statement. Statements that are asked for together come to lie together, where one read of memory finds them all. */
  column(statement: object): number {
    const known = this.#columnOf.get(statement)
    if (known !== undefined) return known
    const next = noColumn + 1 + this.#columnOf.size
    this.#columnOf.set(statement, next)
    return next
  }

  row(resource: string): Uint8Array | undefined {
    const known = this.#rows.get(resource)
    if (known !== undefined) return known
    if (this.#columns <= 1 || this.#rowsMax === 0 || ++this.#asks < asksBeforeUse) return undefined
    if (this.#rows.size >= this.#rowsMax) this.#rows = new Map()
    const row = new Uint8Array(this.#columns)
    this.#rows.set(resource, row)
    return row
  }
}
