import { serviceOf } from '../match/action.ts'
import { type FiledStatement, matchesAction } from './statement.ts'

/** Lookups after which statements are filed. */
const filedFrom = 3

const none: readonly FiledStatement[] = []

/**
 * Finds the statements that mean an action without trying each one: by exact action, by service prefix, and a rest whose patterns
 * could mean any service. Looking up costs two map reads plus the patterns filed under the action's service.
 */
export class ActionIndex {
  readonly #statements: readonly FiledStatement[]
  readonly #exact = new Map<string, FiledStatement[]>()
  readonly #byService = new Map<string, FiledStatement[]>()
  readonly #everyAction: FiledStatement[] = []
  readonly #anyService: FiledStatement[] = []
  #finds = 0

  constructor(statements: readonly FiledStatement[]) {
    this.#statements = statements
  }

  #file(statement: FiledStatement): void {
    const { actions } = statement
    if (actions === undefined || (!statement.actionsNegated && actions.some((pattern) => pattern.matchesAll)))
      this.#everyAction.push(statement)
    else if (statement.actionsNegated || actions.some((pattern) => pattern.service === undefined)) this.#anyService.push(statement)
    else
      for (const pattern of actions)
        file(pattern.exact ? this.#exact : this.#byService, pattern.exact ? pattern.text : pattern.service!, statement)
  }

  /** Statements whose action element means `action` (lower case), in the order of the document. */
  find(action: string): readonly FiledStatement[] {
    // A document that is asked once or twice, as one inside a request line is, is not worth filing.
    if (this.#finds < filedFrom) {
      this.#finds++
      return this.#statements.filter((statement) => !statement.isVoid && matchesAction(statement, action))
    }
    if (this.#finds === filedFrom) {
      this.#finds++
      for (const statement of this.#statements) if (!statement.isVoid) this.#file(statement)
    }
    const exact = this.#exact.get(action)
    const service = this.#byService.size === 0 ? undefined : this.#byService.get(serviceOf(action))
    if (exact === undefined && service === undefined && this.#anyService.length === 0)
      return this.#everyAction.length === 0 ? none : this.#everyAction
    const found = new Set(this.#everyAction)
    for (const statement of exact ?? none) found.add(statement)
    for (const statement of service ?? none) if (matchesAction(statement, action)) found.add(statement)
    for (const statement of this.#anyService) if (matchesAction(statement, action)) found.add(statement)
    return found.size < 2 ? [...found] : [...found].sort((a, b) => a.source.index - b.source.index)
  }
}

function file(map: Map<string, FiledStatement[]>, key: string, statement: FiledStatement): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [statement])
  else if (list.at(-1) !== statement) list.push(statement)
}
