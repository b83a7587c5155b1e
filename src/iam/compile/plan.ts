import { type DecidingStatement, type Layer, layerOrder } from '../types.ts'
import type { CompiledDocument } from './document.ts'
import type { CompiledStatement } from './statement.ts'

export const layerBits = Object.fromEntries(layerOrder.map((layer, index) => [layer, 1 << index])) as Readonly<Record<Layer, number>>

/** Policies that count together: one layer, or one level of an SCP or RCP hierarchy. At least one of them must allow. */
export type Group = {
  readonly layer: Layer
  readonly layerBit: number
  readonly target: string | undefined
  readonly documents: readonly { readonly name: string; readonly compiled: CompiledDocument }[]
  readonly isReadable: boolean
}

/** A statement whose action element means the action of a plan. */
export type Candidate = {
  readonly statement: CompiledStatement
  readonly ref: DecidingStatement
  /** Column of the resource memory, or `noColumn` for a statement about every resource. */
  readonly column: number
}
export type GroupPlan = { readonly group: Group; readonly denies: readonly Candidate[]; readonly allows: readonly Candidate[] }

/** What a policy set has to say about one action. */
export type Plan = {
  readonly action: string
  readonly service: string
  readonly groups: readonly GroupPlan[]
  /** `groups` boiled down for each combination of layers that was asked for. */
  readonly digests: Digest[]
  /** Enough statements name resources for it to pay to remember which do. */
  readonly namesManyResources: boolean
  /** SCPs do not reach the service, or not the root user's use of the action. */
  readonly isScpExempt: boolean
  readonly isRootExempt: boolean
  readonly supportsRcp: boolean
  readonly explicitOn: 'key' | 'role' | undefined
}

/** A group some of whose Allow statements must be run against the request. */
export type OpenGroup = {
  readonly index: number
  readonly layerBit: number
  readonly isReadable: boolean
  readonly grants: boolean
  readonly asks: readonly Candidate[]
  readonly columns: Int32Array
}
export type DenyCheck = { readonly candidate: Candidate; readonly group: number; readonly layerBit: number }

/** What a plan comes down to for one combination of applicable layers, with all settled that does not depend on the rest of the request. */
export type Digest = {
  readonly applies: number
  readonly denies: readonly DenyCheck[]
  /**
   * Per Deny, the column that settles its resource by name alone, else `noColumn`: most statements fail there, and a flat list of
   * numbers is read faster than the statements themselves.
   */
  readonly denyColumns: Int32Array
  readonly open: readonly OpenGroup[]
  /** Statements that allow in any case: those of the groups before the first open one, then those up to and including it, and so on. */
  readonly granted: readonly (readonly DecidingStatement[])[]
  /** All of `granted` in one list. */
  readonly allGranted: readonly DecidingStatement[]
  /** Layers that allow as far as the settled groups go. */
  readonly allows: number
  /** A statement of the resource policy allows everyone in any case. */
  readonly namesEveryone: boolean
}

/** Layers with levels, all of which must allow: they count as allowing until a level does not. */
export const hierarchies = layerBits.scp | layerBits.rcp
