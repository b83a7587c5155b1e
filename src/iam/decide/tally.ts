import { type DenyCheck, type Digest, hierarchies, type OpenGroup } from '../compile/plan.ts'
import { fragile, near, no, type Outcome, yes } from '../compile/outcome.ts'
import { type Candidate, layerBits } from '../compile/plan.ts'
import { direct, type Naming, unnamed } from '../compile/principal.ts'
import { namingOf, runStatement } from '../compile/run-statement.ts'
import { mismatched } from '../compile/resource-memory.ts'
import type { DecidingStatement } from '../types.ts'
import type { Standing } from './combine.ts'
import type { Situation } from './situation.ts'

/** A statement whose answer rests on keys that the request does not carry. */
export type Uncertain = { readonly candidate: Candidate; readonly group: number; readonly outcome: Outcome; readonly naming: Naming }

/** What all statements say about one request, gathered in one pass. */
export class Tally {
  readonly situation: Situation
  denies: DecidingStatement[] | undefined
  allows: readonly DecidingStatement[]
  /** Layers with a matching Deny. */
  denied = 0
  /** Whether some Deny matches whatever the missing keys may be. */
  isDeniedFirmly = false
  uncertain: Uncertain[] | undefined
  /** Per group, the best answer of its Allow statements, where that answer is uncertain. */
  groupOutcomes: Map<number, Outcome> | undefined
  /** How things stand, how they stand whatever is missing, and how if what is missing helps. */
  readonly actual: Standing
  readonly firm: Standing
  readonly best: Standing

  constructor(digest: Digest, situation: Situation) {
    this.situation = situation
    const base =
      situation.assumesIdentity || (digest.applies & layerBits.identity) !== 0 ? digest.allows : digest.allows & ~layerBits.identity
    const naming = digest.namesEveryone ? direct : unnamed
    this.actual = { allows: base, naming }
    this.firm = this.actual
    this.best = this.actual
    const { denies, denyColumns } = digest
    const row = denies.length === 0 ? undefined : situation.environment.remembered
    for (let position = 0; position < denies.length; position++) {
      if (row === undefined || row[denyColumns[position]!] !== mismatched) this.#countDeny(denies[position]!)
    }
    if (digest.open.length === 0) this.allows = digest.granted[0]!
    else {
      this.firm = { allows: base, naming }
      this.best = { allows: base, naming }
      this.allows = this.#countOpen(digest)
    }
  }

  #countDeny({ candidate, group, layerBit }: DenyCheck): void {
    const { statement } = candidate
    const outcome = statement.isUnconditional ? yes : runStatement(candidate, this.situation.environment)
    if (outcome === no) return
    if (outcome !== near) {
      if (this.denies === undefined) this.denies = [candidate.ref]
      else this.denies.push(candidate.ref)
      this.denied |= layerBit
      if (outcome === yes) this.isDeniedFirmly = true
    }
    if (outcome !== yes) this.#remember({ candidate, group, outcome, naming: unnamed })
  }

  #countOpen({ open, granted, allGranted }: Digest): readonly DecidingStatement[] {
    let matched: DecidingStatement[][] | undefined
    for (let position = 0; position < open.length; position++) {
      const group = open[position]!
      const refs = this.#run(group)
      if (refs !== undefined) (matched ??= [])[position] = refs
    }
    if (matched === undefined) return allGranted
    return granted.flatMap((refs, position) => (position === 0 ? refs : [...(matched[position - 1] ?? []), ...refs]))
  }

  /** Runs the Allow statements of a group and settles what the group says; returns those that match. */
  #run(group: OpenGroup): DecidingStatement[] | undefined {
    const { asks, columns, layerBit } = group
    const { environment } = this.situation
    const row = environment.remembered
    let refs: DecidingStatement[] | undefined
    let best: Outcome = no
    for (let position = 0; position < asks.length; position++) {
      if (row !== undefined && row[columns[position]!] === mismatched) continue
      const candidate = asks[position]!
      const outcome = runStatement(candidate, environment)
      if (outcome === no) continue
      if (outcome !== near) (refs ??= []).push(candidate.ref)
      if (rank[outcome]! > rank[best]!) best = outcome
      const naming = layerBit === layerBits.resource ? namingOf(candidate.statement, environment) : unnamed
      if (naming !== unnamed) this.#name(outcome, naming)
      // Where the group allows in any case, nothing hinges on a further statement.
      if (outcome !== yes && !group.grants) this.#remember({ candidate, group: group.index, outcome, naming })
    }
    this.#settle(group, best)
    return refs
  }

  #settle({ index, layerBit, isReadable, grants }: OpenGroup, ran: Outcome): void {
    if (layerBit === layerBits.resource) {
      if (!isReadable) this.actual.naming = this.firm.naming = this.best.naming = unnamed
      return
    }
    const outcome: Outcome = grants ? yes : isReadable ? ran : no
    if (outcome === fragile || outcome === near) (this.groupOutcomes ??= new Map()).set(index, outcome)
    if ((layerBit & hierarchies) !== 0) {
      if (outcome === no || outcome === near) this.actual.allows &= ~layerBit
      if (outcome !== yes) this.firm.allows &= ~layerBit
      if (outcome === no) this.best.allows &= ~layerBit
    } else {
      if (outcome === yes || outcome === fragile) this.actual.allows |= layerBit
      if (outcome === yes) this.firm.allows |= layerBit
      if (outcome !== no) this.best.allows |= layerBit
    }
  }

  #name(outcome: Outcome, naming: Naming): void {
    if (naming > this.best.naming) this.best.naming = naming
    if (outcome !== near && naming > this.actual.naming) this.actual.naming = naming
    if (outcome === yes && naming > this.firm.naming) this.firm.naming = naming
  }

  #remember(uncertain: Uncertain): void {
    if (this.uncertain === undefined) this.uncertain = [uncertain]
    else this.uncertain.push(uncertain)
  }
}

/** From worst to best: no, near, fragile, yes. */
const rank: readonly number[] = [0, 3, 2, 1]
