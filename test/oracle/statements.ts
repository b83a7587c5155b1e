import type { Placed, Statement } from './documents.ts'
import { conditionsHold } from './conditions.ts'
import type { Keys } from './keys.ts'
import { type Caller, type Naming, namingIn } from './principals.ts'
import { matchesSigns, readText, type Sign } from './text.ts'

export type Situation = {
  readonly caller: Caller
  readonly hasBoundary: boolean
  readonly action: string
  readonly resource: string
  readonly keys: Keys
}

const noKeys: Keys = { valuesOf: () => undefined }
const listed = (element: string | readonly string[]): readonly string[] => [element].flat()

/** "The prefix and the action name are case insensitive"; wildcards are `*` and `?` (reference_policies_elements_action). Variables have no place here. */
function actionListed(entries: readonly string[], action: string): boolean {
  return entries.some((entry) => matchesSigns(readText(entry.toLowerCase(), undefined, noKeys)!, Array.from(action.toLowerCase())))
}

function colonsBefore(signs: readonly Sign[], index: number): number {
  return signs.slice(0, index).filter((sign) => sign.kind === 'literal' && sign.char === ':').length
}

/**
 * reference_policies_elements_resource: wildcards stand for characters within one of the six fields, but "a * as the last character of
 * a segment can expand to match beyond the colon boundaries". Within the sixth field a colon is a character like another.
 */
function resourceMatches(signs: readonly Sign[], at: number, resource: readonly string[]): boolean {
  const sign = signs[at]
  if (sign === undefined) return resource.length === 0
  if (sign.kind === 'literal') return resource[0] === sign.char && resourceMatches(signs, at + 1, resource.slice(1))
  const next = signs[at + 1]
  const isLastOfField = next === undefined || (next.kind === 'literal' && next.char === ':')
  const crosses = colonsBefore(signs, at) >= 5 || (sign.kind === 'any_run' && isLastOfField)
  if (sign.kind === 'any_one')
    return resource.length > 0 && (crosses || resource[0] !== ':') && resourceMatches(signs, at + 1, resource.slice(1))
  for (let taken = 0; taken <= resource.length; taken += 1) {
    if (resourceMatches(signs, at + 1, resource.slice(taken))) return true
    if (!crosses && resource[taken] === ':') return false
  }
  return false
}

/** "A resource that includes a variable without a value does not match any resource" (reference_policies_variables). */
function resourceListed(entries: readonly string[], version: string | undefined, { resource, keys }: Situation): boolean {
  return entries.some((entry) => {
    const signs = readText(entry, version, keys)
    return signs !== undefined && resourceMatches(signs, 0, Array.from(resource))
  })
}

/** A statement applies when every one of its elements does; a Not-element applies to everything that its list does not match. */
function elementsApply(statement: Statement, version: string | undefined, situation: Situation): boolean {
  const { Action, NotAction, Resource, NotResource, Condition } = statement
  const { action, keys } = situation
  if (Action !== undefined && !actionListed(listed(Action), action)) return false
  if (NotAction !== undefined && actionListed(listed(NotAction), action)) return false
  if (Resource !== undefined && !resourceListed(listed(Resource), version, situation)) return false
  if (NotResource !== undefined && resourceListed(listed(NotResource), version, situation)) return false
  return conditionsHold(Condition, { version, keys })
}

export type Applying = Placed & { readonly naming: Naming }

/** The statements that apply to the request, with how each names the caller. */
export function applying(placed: readonly Placed[], situation: Situation): Applying[] {
  return placed
    .map((each) => ({ ...each, naming: namingIn(each.statement, situation.caller, situation.hasBoundary) }))
    .filter((each) => each.naming !== 'none' && elementsApply(each.statement, each.version, situation))
}
