import type { EstateEventDraft } from '#lib/estate-event.ts'
import { escapeOrgPathName } from '#lib/org-path.ts'

export type StagedOu = {
  readonly ouId: string
  /** Null: the root. */
  readonly parentId: string | null
  readonly name: string
  readonly arn: string
  readonly policyTypes: readonly string[] | null
}

export type Ou = StagedOu & { readonly depth: number; readonly pathIds: string; readonly orgPath: string }

export type OuChanges = {
  readonly upserts: readonly Ou[]
  readonly deletedIds: readonly string[]
  readonly events: readonly EstateEventDraft[]
}

/**
 * Gives every OU its depth and paths. OUs whose chain does not reach a root are left out: the tree moved while it was read, and a guessed
 * place would be worse than none. AWS allows five levels and 2,000 OUs, so the tree fits in memory.
 */
export function placeOus(organizationId: string, staged: readonly StagedOu[]): Ou[] {
  const byParent = Map.groupBy(staged, (ou) => ou.parentId)
  const placed: Ou[] = (byParent.get(null) ?? []).map((root) => ({
    ...root,
    depth: 0,
    pathIds: `${organizationId}/${root.ouId}/`,
    orgPath: escapeOrgPathName(root.name),
  }))
  for (const parent of placed) {
    for (const ou of byParent.get(parent.ouId) ?? []) {
      placed.push({
        ...ou,
        depth: parent.depth + 1,
        pathIds: `${parent.pathIds}${ou.ouId}/`,
        orgPath: `${parent.orgPath}/${escapeOrgPathName(ou.name)}`,
      })
    }
  }
  return placed
}

/** Turns the stored tree into the one that was read. Removes only where the whole tree was read. */
export function planOuChanges(input: {
  readonly read: readonly Ou[]
  readonly stored: readonly Ou[]
  readonly mayRemove: boolean
}): OuChanges {
  const stored = new Map(input.stored.map((ou) => [ou.ouId, ou]))
  const readIds = new Set(input.read.map((ou) => ou.ouId))
  const upserts = input.read.filter((ou) => !sameOu(stored.get(ou.ouId), ou))
  const deleted = input.mayRemove ? input.stored.filter((ou) => !readIds.has(ou.ouId)) : []
  return {
    upserts,
    deletedIds: deleted.map((ou) => ou.ouId),
    events: [
      ...upserts.flatMap((ou) => ouEvents(stored.get(ou.ouId), ou)),
      ...deleted.map((ou): EstateEventDraft => ({
        kind: 'ou_deleted',
        subjectKind: 'ou',
        subjectId: ou.ouId,
        before: facts(ou),
        after: null,
      })),
    ],
  }
}

function ouEvents(before: Ou | undefined, after: Ou): EstateEventDraft[] {
  const note = (kind: EstateEventDraft['kind'], from: EstateEventDraft['before'], to: EstateEventDraft['after']): EstateEventDraft => ({
    kind,
    subjectKind: 'ou',
    subjectId: after.ouId,
    before: from,
    after: to,
  })
  if (before === undefined) return [note('ou_created', null, facts(after))]
  const events: EstateEventDraft[] = []
  if (before.name !== after.name) events.push(note('ou_renamed', { name: before.name }, { name: after.name }))
  if (before.parentId !== after.parentId) events.push(note('ou_moved', facts(before), facts(after)))
  if (!sameTypes(before.policyTypes, after.policyTypes)) {
    events.push(note('policy_type_changed', { enabled: before.policyTypes ?? [] }, { enabled: after.policyTypes ?? [] }))
  }
  return events
}

function facts(ou: Ou) {
  return { name: ou.name, parentId: ou.parentId, orgPath: ou.orgPath }
}

function sameOu(a: Ou | undefined, b: Ou): boolean {
  return (
    a !== undefined &&
    a.parentId === b.parentId &&
    a.name === b.name &&
    a.arn === b.arn &&
    a.pathIds === b.pathIds &&
    a.orgPath === b.orgPath &&
    sameTypes(a.policyTypes, b.policyTypes)
  )
}

function sameTypes(a: readonly string[] | null, b: readonly string[] | null): boolean {
  return (a ?? []).toSorted().join() === (b ?? []).toSorted().join()
}
