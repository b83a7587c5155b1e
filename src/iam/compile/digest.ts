import type { DecidingStatement } from '../types.ts'
import { noColumn } from './columns.ts'
import { type Candidate, type DenyCheck, type Digest, hierarchies, type OpenGroup, type Plan } from './plan.ts'

/** Boils a plan down for the layers that apply, once per combination. */
export function digest(plan: Plan, applies: number): Digest {
  for (const known of plan.digests) if (known.applies === applies) return known
  const made = makeDigest(plan, applies)
  plan.digests.push(made)
  return made
}

function makeDigest(plan: Plan, applies: number): Digest {
  const denies: DenyCheck[] = []
  const open: OpenGroup[] = []
  const granted: DecidingStatement[][] = [[]]
  let allows = ~applies | (applies & hierarchies)
  let namesEveryone = false
  for (const [index, { group, denies: denials, allows: grants }] of plan.groups.entries()) {
    const { layer, layerBit, isReadable } = group
    if ((applies & layerBit) === 0) continue
    for (const candidate of denials) denies.push({ candidate, group: index, layerBit })
    const settled = grants.filter(({ statement }) => statement.isUnconditional)
    const asks = grants.filter(({ statement }) => !statement.isUnconditional)
    granted.at(-1)!.push(...settled.map(({ ref }) => ref))
    const isGranted = isReadable && (settled.length > 0 || layer === 'rcp')
    if (layer === 'resource' && isGranted) namesEveryone = true
    if (asks.length > 0) {
      open.push({ index, layerBit, isReadable, grants: isGranted, asks, columns: columnsOf(asks) })
      granted.push([])
    }
    if (isGranted && (layerBit & hierarchies) === 0) allows |= layerBit
    // An open level may still allow; whether it does is seen when it has been run.
    if (!isGranted && asks.length === 0 && (layerBit & hierarchies) !== 0) allows &= ~layerBit
  }
  return {
    applies,
    denies,
    denyColumns: columnsOf(denies.map(({ candidate }) => candidate)),
    open,
    granted,
    allGranted: granted.flat(),
    allows,
    namesEveryone,
  }
}

function columnsOf(candidates: readonly Candidate[]): Int32Array {
  const isSettledByName = ({ statement: { resources } }: Candidate) =>
    resources !== undefined && !resources.negated && resources.templates === undefined
  return Int32Array.from(candidates, (candidate) => (isSettledByName(candidate) ? candidate.column : noColumn))
}
