import { runTest } from '../compile/condition.ts'
import { fragile, near, type Outcome } from '../compile/outcome.ts'
import { layerBits, type Plan } from '../compile/plan.ts'
import type { KeyRef } from './key.ts'
import { runResource } from '../compile/resource.ts'
import type { CompiledStatement } from '../compile/statement.ts'
import { blockingEitherWay, blockingLayers, type Standing } from './combine.ts'
import type { Environment } from './environment.ts'
import type { Tally } from './tally.ts'

const none: readonly string[] = []

/**
 * Keys that the request does not carry and whose value could turn the answer between allowed and not allowed, sorted. A denial that
 * could only become another denial hinges on nothing. Keys that act together are all listed; none that could act is left out.
 */
export function hingesOf(tally: Tally, plan: Plan): readonly string[] {
  const { situation } = tally
  const actual = tally.actual
  const isAllowed = tally.denied === 0 && blockingEitherWay(situation, actual) === 0
  const accountHinge = !isAllowed && tally.denied === 0 && differsByAccount(tally, actual)
  if (tally.uncertain === undefined) return accountHinge ? ['resource.accountId'] : none
  const keys = new Map<string, string>()
  if (accountHinge) keys.set('resource.accountId', 'resource.accountId')
  const other = isAllowed ? tally.firm : tally.best
  const canTurn = isAllowed || (!tally.isDeniedFirmly && (blockingEitherWay(situation, other) === 0 || differsByAccount(tally, other)))
  if (!canTurn) return accountHinge ? ['resource.accountId'] : none
  const critical = criticalLayers(tally, actual, other)
  const wanted = isAllowed ? fragile : near
  for (const { candidate, group, outcome, naming } of tally.uncertain) {
    const { statement } = candidate
    if (statement.denies) {
      if (outcome !== wanted) collect(statement, outcome, situation.environment, keys)
    } else if (outcome === wanted) {
      const bit = plan.groups[group]!.group.layerBit
      const decides =
        bit === layerBits.resource ? naming > Math.min(actual.naming, other.naming) : tally.groupOutcomes?.get(group) === wanted
      if (decides && (critical & bit) !== 0) collect(statement, outcome, situation.environment, keys)
    }
  }
  return [...keys.values()].sort()
}

function differsByAccount({ situation }: Tally, standing: Standing): boolean {
  return (
    situation.sameAccount === undefined &&
    (blockingLayers(situation, standing, true) === 0) !== (blockingLayers(situation, standing, false) === 0)
  )
}

/** Layers whose change between the two standings turns the answer, alone or together with changes of other layers. */
function criticalLayers({ situation }: Tally, from: Standing, to: Standing): number {
  const bits = Object.values(layerBits).filter(
    (bit) => ((from.allows ^ to.allows) & bit) !== 0 || (bit === layerBits.resource && from.naming !== to.naming),
  )
  let critical = 0
  for (let subset = 0; subset < 1 << bits.length; subset++) {
    for (const [index, bit] of bits.entries()) {
      if ((subset & (1 << index)) !== 0) continue
      const before = mix(bits, subset, from, to)
      const after = mix(bits, subset | (1 << index), from, to)
      if (turns(situation, before, after)) critical |= bit
    }
  }
  return critical
}

function turns(situation: Tally['situation'], before: Standing, after: Standing): boolean {
  if (situation.sameAccount !== undefined)
    return (
      (blockingLayers(situation, before, situation.sameAccount) === 0) !== (blockingLayers(situation, after, situation.sameAccount) === 0)
    )
  return [true, false].some((same) => (blockingLayers(situation, before, same) === 0) !== (blockingLayers(situation, after, same) === 0))
}

function mix(bits: readonly number[], subset: number, from: Standing, to: Standing): Standing {
  let changed = 0
  for (const [index, bit] of bits.entries()) if ((subset & (1 << index)) !== 0) changed |= bit
  return {
    allows: (from.allows & ~changed) | (to.allows & changed),
    naming: (changed & layerBits.resource) === 0 ? from.naming : to.naming,
  }
}

/** Adds the unknown keys of the parts that gave the statement this outcome. */
function collect(statement: CompiledStatement, outcome: Outcome, environment: Environment, keys: Map<string, string>): void {
  for (const test of statement.tests) {
    if (runTest(test, environment) !== outcome) continue
    if (environment.value(test.key) === undefined) add(test.key, keys)
    else for (const variable of test.variables ?? []) if (environment.value(variable) === undefined) add(variable, keys)
  }
  if (statement.resources === undefined || runResource(statement.resources, environment) !== outcome) return
  for (const variable of statement.resources.variables) if (environment.value(variable) === undefined) add(variable, keys)
}

/** One spelling per key, whichever statement comes first. */
function add({ lower, written }: KeyRef, keys: Map<string, string>): void {
  const known = keys.get(lower)
  if (known === undefined || written < known) keys.set(lower, written)
}
