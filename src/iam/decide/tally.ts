import { near, no, type Outcome, fragile, yes } from '../compile/outcome.ts'
import { type Candidate, type GroupPlan, layerBits, type Plan } from '../compile/policies.ts'
import { type Naming, unnamed } from '../compile/principal.ts'
import { namingOf, runStatement } from '../compile/statement.ts'
import type { DecidingStatement } from '../types.ts'
import type { Standing } from './combine.ts'
import type { Environment } from './environment.ts'
import type { Situation } from './situation.ts'

/** A statement whose answer rests on keys that the request does not carry. */
export type Uncertain = { readonly candidate: Candidate; readonly group: number; readonly outcome: Outcome; readonly naming: Naming }

/** What all statements say about one request, gathered in one pass. */
export class Tally {
  readonly situation: Situation
  denies: DecidingStatement[] | undefined
  allows: DecidingStatement[] = []
  /** Layers with a matching Deny. */
  denied = 0
  /** Whether some Deny matches whatever the missing keys may be. */
  isDeniedFirmly = false
  uncertain: Uncertain[] | undefined
  /** Layers that allow as things stand, that allow whatever is missing, and that allow if what is missing helps. */
  #actual: number
  #firm: number
  #best: number
  #naming: Naming = unnamed
  #firmNaming: Naming = unnamed
  #bestNaming: Naming = unnamed
  /** Per group, the best answer of its Allow statements; filled only where something is uncertain. */
  groupOutcomes: Outcome[] | undefined

  constructor(plan: Plan, situation: Situation) {
    this.situation = situation
    const { applies } = situation
    const isExempt = ~applies | (applies & grantedUntilRefused)
    this.#actual = isExempt
    this.#firm = isExempt
    this.#best = isExempt
    if ((applies & layerBits.identity) === 0 && !situation.assumesIdentity) this.#forbid(layerBits.identity)
    const { groups } = plan
    for (let index = 0; index < groups.length; index++) {
      const group = groups[index]!
      if ((applies & group.group.layerBit) !== 0) this.#count(group, index)
    }
  }

  standing(): Standing {
    return { allows: this.#actual, naming: this.#naming }
  }

  firmStanding(): Standing {
    return { allows: this.#firm, naming: this.#firmNaming }
  }

  bestStanding(): Standing {
    return { allows: this.#best, naming: this.#bestNaming }
  }

  #forbid(bit: number): void {
    this.#actual &= ~bit
    this.#firm &= ~bit
    this.#best &= ~bit
  }

  #count(plan: GroupPlan, index: number): void {
    const { environment } = this.situation
    const { layerBit, layer, isReadable } = plan.group
    for (const candidate of plan.denies) this.#countDeny(candidate, index, layerBit)
    let best: Outcome = no
    for (const candidate of plan.allows) {
      const { statement } = candidate
      const outcome = statement.isUnconditional ? yes : runStatement(statement, environment)
      if (outcome === no) continue
      if (outcome !== near) this.allows.push(candidate.ref)
      best = better(best, outcome)
      const naming = layer === 'resource' ? this.#name(candidate, outcome, environment) : unnamed
      if (outcome !== yes) (this.uncertain ??= []).push({ candidate, group: index, outcome, naming })
    }
    if (!isReadable) best = no
    if (layer === 'resource') {
      if (!isReadable) this.#naming = this.#firmNaming = this.#bestNaming = unnamed
      return
    }
    if (layer === 'rcp' && isReadable) return
    if (best === fragile || best === near) (this.groupOutcomes ??= [])[index] = best
    this.#settle(layerBit, best)
  }

  /** SCP levels must all allow, so their bit starts set and is taken away; the other layers have one group each. */
  #settle(bit: number, outcome: Outcome): void {
    if ((bit & grantedUntilRefused) !== 0) {
      if (outcome === no || outcome === near) this.#actual &= ~bit
      if (outcome !== yes) this.#firm &= ~bit
      if (outcome === no) this.#best &= ~bit
    } else {
      if (outcome === yes || outcome === fragile) this.#actual |= bit
      if (outcome === yes) this.#firm |= bit
      if (outcome !== no) this.#best |= bit
    }
  }

  #countDeny(candidate: Candidate, group: number, layerBit: number): void {
    const { statement } = candidate
    const outcome = statement.isUnconditional ? yes : runStatement(statement, this.situation.environment)
    if (outcome === no) return
    if (outcome !== near) {
      ;(this.denies ??= []).push(candidate.ref)
      this.denied |= layerBit
      if (outcome === yes) this.isDeniedFirmly = true
    }
    if (outcome !== yes) (this.uncertain ??= []).push({ candidate, group, outcome, naming: unnamed })
  }

  #name(candidate: Candidate, outcome: Outcome, environment: Environment): Naming {
    const naming = namingOf(candidate.statement, environment)
    if (naming > this.#bestNaming) this.#bestNaming = naming
    if (outcome !== near && naming > this.#naming) this.#naming = naming
    if (outcome === yes && naming > this.#firmNaming) this.#firmNaming = naming
    return naming
  }
}

const grantedUntilRefused = layerBits.scp | layerBits.rcp
const rank: Readonly<Record<Outcome, number>> = { [no]: 0, [near]: 1, [fragile]: 2, [yes]: 3 }

function better(a: Outcome, b: Outcome): Outcome {
  return rank[b] > rank[a] ? b : a
}
