import {
  applyAttachmentChanges,
  applyPolicyChanges,
  attachmentKey,
  planAttachmentChange,
  planPolicyChange,
  streamAttachments,
  streamPolicies,
  type OrgPolicy,
  type PolicyAttachment,
  type RowChange,
} from '#features/policies/index.ts'
import { mergeOrdered } from '#lib/merge-ordered.ts'
import { isComplete, recordChanges, type Merge } from './merge-context.ts'
import type { Ou } from './plan-ou-changes.ts'
import { deriveRcpFullAccess, listReadSubjects, streamStagedAttachments, streamStagedPolicies } from './staged-reads.ts'

const batchSize = 500

/** Brings policies and attachments in line (ORG-29). A list that was not read to its end removes nothing. */
export async function mergePolicies(merge: Merge, tree: ReadonlyMap<string, Ou>): Promise<void> {
  const { tx, run, organization } = merge
  await deriveRcpFullAccess(tx, run.id)
  const read = await listReadSubjects(tx, run.id, ['policies', 'targets', 'attached'])
  const types = new Map<string, string>()
  const stagedTypes = read.get('policies') ?? new Set()

  const policyPairs = mergeOrdered(
    { items: streamStagedPolicies(tx, run.id), keyOf: (policy) => policy.policyId },
    { items: streamPolicies(tx, organization.uid), keyOf: (policy) => policy.policyId },
  )
  const gone = new Set<string>()
  await inBatches(policyPairs, async (pairs) => {
    const changes = pairs.flatMap(({ left, right }): RowChange<OrgPolicy>[] => {
      const policy = left ?? right
      if (policy !== undefined) types.set(policy.policyId, policy.type)
      const change = planPolicyChange({ read: left, stored: right }, (type) => stagedTypes.has(type))
      if (change?.kind === 'delete') gone.add(change.row.policyId)
      return change === null ? [] : [change]
    })
    const rows = await applyPolicyChanges(tx, organization.uid, changes)
    await recordChanges(
      merge,
      rows,
      changes.flatMap((change) => change.events),
    )
  })
  await mergeAttachments(merge, attachmentRemovals(merge, { read, types, gone, tree }))
}

async function mergeAttachments(merge: Merge, mayRemove: (attachment: PolicyAttachment) => boolean): Promise<void> {
  const { tx, run, organization } = merge
  const pairs = mergeOrdered(
    { items: streamStagedAttachments(tx, run.id), keyOf: attachmentKey },
    { items: streamAttachments(tx, organization.uid), keyOf: attachmentKey },
  )
  await inBatches(pairs, async (batch) => {
    const changes = batch.flatMap(({ left, right }): RowChange<PolicyAttachment>[] => {
      const change = planAttachmentChange({ read: left, stored: right }, mayRemove)
      return change === null ? [] : [change]
    })
    const rows = await applyAttachmentChanges(tx, organization.uid, changes)
    const events = run.isBaseline ? [] : changes.flatMap((change) => change.events)
    await recordChanges(merge, rows, events)
  })
}

type RemovalFacts = {
  readonly read: ReadonlyMap<string, ReadonlySet<string>>
  readonly types: ReadonlyMap<string, string>
  readonly gone: ReadonlySet<string>
  readonly tree: ReadonlyMap<string, Ou>
}

/** When an attachment that was not seen is really gone: its policy's or target's list was read, its policy vanished, or its type is off. */
function attachmentRemovals(merge: Merge, { read, types, gone, tree }: RemovalFacts): (attachment: PolicyAttachment) => boolean {
  const targets = read.get('targets') ?? new Set()
  const attached = read.get('attached') ?? new Set()
  const isTreeRead = isComplete(merge, 'roots') && isComplete(merge, 'ous') && isComplete(merge, 'accounts')
  const root = [...tree.values()].find((ou) => ou.parentId === null)
  const enabled = new Set(root?.policyTypes ?? [])
  return ({ policyId, targetId, derived }) => {
    if (gone.has(policyId)) return true
    const type = types.get(policyId) ?? ''
    if (isComplete(merge, 'roots') && !enabled.has(type)) return true
    if (derived) return isTreeRead
    return targets.has(`${type}:${policyId}`) || attached.has(`${type}:${targetId}`)
  }
}

async function inBatches<Item>(items: AsyncIterable<Item>, handle: (batch: readonly Item[]) => Promise<void>): Promise<void> {
  let batch: Item[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < batchSize) continue
    await handle(batch)
    batch = []
  }
  if (batch.length > 0) await handle(batch)
}
