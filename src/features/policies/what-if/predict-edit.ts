import type { ActionList } from './action-list.ts'
import { type Hinge, MAYBE, NO, YES } from './action-vectors.ts'
import { type Chain, ChainReader, hashOf, type VectorCache } from './chain-reader.ts'
import type { Estate, OrgPolicyType } from './estate.ts'

export type ActionState = 'allowed' | 'denied' | 'conditional' | 'unknown'

/** Actions of one service that change alike for the accounts of a group. */
export type ServiceChange = {
  readonly service: string
  readonly from: ActionState
  readonly to: ActionState
  readonly actions: readonly string[]
  /** Where the newly denying (or no longer allowing) level is: root, OU or account id. */
  readonly level?: string
  readonly keys: readonly string[]
  readonly statements: readonly string[]
}

/** Accounts for which the edit changes the same things. */
export type AccountGroup = {
  readonly accountIds: readonly string[]
  readonly before: StateCounts
  readonly after: StateCounts
  readonly changes: readonly ServiceChange[]
}
export type StateCounts = Readonly<Record<ActionState, number>>

export type Prediction = {
  readonly type: OrgPolicyType
  readonly accounts: number
  readonly unaffected: number
  readonly groups: readonly AccountGroup[]
  /** Accounts of which nothing can be told: their place or a policy's text is not known. */
  readonly unknown: readonly string[]
}

const DENIED = 0
const CONDITIONAL = 1
const ALLOWED = 2
const stateNames = ['denied', 'conditional', 'allowed'] as const

/**
 * What an edit changes, for each account, over all actions at resource `*` with the account's own context and nothing else: principal,
 * Region and tags stay unknown, and what turns on them is `conditional`, never `allowed`. Exact for each level; conditions of different
 * policies are not weighed against each other, so `conditional` may be wider than what AWS would decide, never narrower.
 */
export function predictEdit(
  before: Estate,
  after: Estate,
  { type, actions, signal }: { type: OrgPolicyType; actions: ActionList; signal?: AbortSignal },
): Prediction {
  // A policy that the edit leaves alone is asked once for both estates.
  const cache: VectorCache = new Map()
  const past = new ChainReader(before, { type, actions, cache })
  const future = new ChainReader(after, { type, actions, cache })
  const groups = new Map<string, { accountIds: string[]; from: Chain; to: Chain }>()
  const unknown: string[] = []
  let accounts = 0
  let unaffected = 0
  for (const { id, kind } of after.nodes.values()) {
    if (kind !== 'account') continue
    accounts++
    // SCPs and RCPs never bind the management account's principals and resources.
    if (id === after.managementAccountId) {
      unaffected++
      continue
    }
    const from = past.chainOf(id)
    const to = future.chainOf(id)
    if (from === undefined || to === undefined) unknown.push(id)
    else if (from.key === to.key) unaffected++
    else {
      const key = `${from.key}→${to.key}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { accountIds: [id], from, to })
      else group.accountIds.push(id)
    }
  }
  const told = new Map<string, AccountGroup>()
  for (const group of groups.values()) {
    signal?.throwIfAborted()
    const { group: compared, signature } = compare(group, actions)
    if (compared.changes.length === 0) unaffected += group.accountIds.length
    else {
      // Groups that differ in nothing a reader could see become one, at once: a thousand chains may say the same.
      const known = told.get(signature)
      told.set(signature, known === undefined ? compared : { ...known, accountIds: [...known.accountIds, ...compared.accountIds] })
    }
  }
  const largestFirst = [...told.values()].toSorted((one, other) => other.accountIds.length - one.accountIds.length)
  return { type, accounts, unaffected, groups: largestFirst, unknown }
}

/** Levels are ANDed for Allow; one Deny anywhere denies. */
function combine(chain: Chain, count: number): Uint8Array {
  const states = new Uint8Array(count).fill(ALLOWED)
  const allows = new Uint8Array(count)
  for (const { vectors } of chain.levels) {
    allows.fill(NO)
    for (const vector of vectors)
      for (let index = 0; index < count; index++) if (vector.allows[index]! > allows[index]!) allows[index] = vector.allows[index]!
    for (let index = 0; index < count; index++) if (allows[index]! < states[index]!) states[index] = allows[index]!
    for (const { denies } of vectors) {
      for (let index = 0; index < count; index++) {
        const deny = denies[index]!
        if (deny === YES) states[index] = DENIED
        else if (deny === MAYBE && states[index] === ALLOWED) states[index] = CONDITIONAL
      }
    }
  }
  return states
}

type Comparison = { readonly group: AccountGroup; readonly signature: string }

function compare({ accountIds, from, to }: { accountIds: readonly string[]; from: Chain; to: Chain }, actions: ActionList): Comparison {
  const count = actions.names.length
  const past = combine(from, count)
  const future = combine(to, count)
  const changes = new Map<string, { change: Omit<ServiceChange, 'actions'>; actions: string[] }>()
  for (let index = 0; index < count; index++) {
    const was = past[index]!
    const is = future[index]!
    if (was === is) continue
    const name = actions.names[index]!
    const service = name.slice(0, name.indexOf(':'))
    const reason = reasonOf({ was, is, from, to, index })
    const key = `${service} ${was}${is} ${reason.level ?? ''} ${reason.keys.join()} ${reason.statements.join()}`
    const known = changes.get(key)
    if (known === undefined)
      changes.set(key, { change: { service, from: stateNames[was]!, to: stateNames[is]!, ...reason }, actions: [name] })
    else known.actions.push(name)
  }
  const group = {
    accountIds,
    before: countStates(past),
    after: countStates(future),
    changes: [...changes.values()].map(({ change, actions: changed }) => ({ ...change, actions: changed })),
  }
  const signature = [...changes].map(([key, { actions: changed }]) => `${key} ${hashOf(changed.join())}`).join('\n')
  return { group, signature: `${JSON.stringify([group.before, group.after])}\n${signature}` }
}

type Reason = { readonly level?: string; readonly keys: readonly string[]; readonly statements: readonly string[] }

/** Why the tighter of the two states is as it is: the level that denies, or the keys on which it turns. */
function reasonOf({ was, is, from, to, index }: { was: number; is: number; from: Chain; to: Chain; index: number }): Reason {
  const tighter = is < was ? to : from
  if (Math.min(was, is) === CONDITIONAL) return hingeAt(tighter, index)
  const level = tighter.levels.find(
    ({ vectors }) => vectors.some(({ denies }) => denies[index] === YES) || !vectors.some(({ allows }) => allows[index]! > NO),
  )
  const denying = level?.vectors.filter(({ denies }) => denies[index] === YES).map(({ name }) => name) ?? []
  const turning = Math.max(was, is) === CONDITIONAL ? hingeAt(is === CONDITIONAL ? to : from, index) : undefined
  return {
    ...(level !== undefined && { level: level.target }),
    keys: turning?.keys ?? [],
    statements: denying.length > 0 ? denying : (turning?.statements ?? []),
  }
}

function hingeAt({ levels }: Chain, index: number): { keys: string[]; statements: string[] } {
  const found = levels.flatMap(({ vectors }) =>
    vectors.flatMap(({ hinges, hingeAt: at }): readonly Hinge[] => (at[index] === 0 ? [] : hinges.slice(at[index]! - 1, at[index]))),
  )
  return {
    keys: [...new Set(found.flatMap(({ keys }) => keys))].toSorted(),
    statements: [...new Set(found.flatMap(({ statements }) => statements))].toSorted(),
  }
}

function countStates(states: Uint8Array): StateCounts {
  const counts = [0, 0, 0]
  for (const state of states) counts[state]!++
  return { denied: counts[DENIED]!, conditional: counts[CONDITIONAL]!, allowed: counts[ALLOWED]!, unknown: 0 }
}
