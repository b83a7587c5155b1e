import { assertNever } from '#lib/assert-never.ts'
import { type Estate, type EstatePolicy, lineageOf, type OrgPolicyType } from './estate.ts'

/** A change that someone considers; nothing here touches AWS. */
export type EstateEdit =
  | { readonly kind: 'attach'; readonly policyId: string; readonly targetId: string }
  | {
      readonly kind: 'attach_new'
      readonly type: OrgPolicyType
      readonly name: string
      readonly document: string
      readonly targetId: string
    }
  | { readonly kind: 'detach'; readonly policyId: string; readonly targetId: string }
  | { readonly kind: 'replace'; readonly policyId: string; readonly withPolicyId: string; readonly targetId: string }
  | { readonly kind: 'edit'; readonly policyId: string; readonly document: string }
  | { readonly kind: 'move_account'; readonly accountId: string; readonly toParentId: string }
  | { readonly kind: 'move_ou'; readonly ouId: string; readonly toParentId: string }

export type EditedEstate =
  | { readonly kind: 'ok'; readonly estate: Estate }
  | { readonly kind: 'refused'; readonly field: string; readonly detail: string }

/** The id under which a policy that does not exist yet appears in a prediction. */
export const NEW_POLICY_ID = 'p-new'
/** AWS allows five levels of OUs under the root. */
const OU_DEPTH_MAX = 5

/** The estate as it would be after the edit, or why AWS would refuse it. */
export function applyEstateEdit(estate: Estate, edit: EstateEdit): EditedEstate {
  switch (edit.kind) {
    case 'attach':
      return attach(estate, edit.policyId, edit.targetId)
    case 'attach_new': {
      const policy: EstatePolicy = { id: NEW_POLICY_ID, type: edit.type, name: edit.name, awsManaged: false, content: edit.document }
      return attach({ ...estate, policies: new Map([...estate.policies, [NEW_POLICY_ID, policy]]) }, NEW_POLICY_ID, edit.targetId)
    }
    case 'detach':
      return detach(estate, edit.policyId, edit.targetId)
    case 'replace': {
      // Attached first, detached second: no moment with fewer guardrails than before (OIU-18).
      const attached = attach(estate, edit.withPolicyId, edit.targetId)
      return attached.kind === 'ok' ? detach(attached.estate, edit.policyId, edit.targetId) : attached
    }
    case 'edit': {
      const policy = estate.policies.get(edit.policyId)
      if (policy === undefined) return refused('policyId', `The organization has no policy ${edit.policyId}.`)
      if (policy.awsManaged) return refused('policyId', `${policy.name} is managed by AWS and cannot be edited.`)
      return {
        kind: 'ok',
        estate: { ...estate, policies: new Map([...estate.policies, [policy.id, { ...policy, content: edit.document }]]) },
      }
    }
    case 'move_account':
      return move(estate, edit.accountId, edit.toParentId)
    case 'move_ou':
      return move(estate, edit.ouId, edit.toParentId)
    default:
      return assertNever(edit, 'edit')
  }
}

function attach(estate: Estate, policyId: string, targetId: string): EditedEstate {
  if (!estate.policies.has(policyId)) return refused('policyId', `The organization has no policy ${policyId}.`)
  if (!estate.nodes.has(targetId)) return refused('targetId', `The organization has no root, OU or account ${targetId}.`)
  const attached = estate.attachments.get(targetId) ?? []
  if (attached.includes(policyId)) return refused('policyId', `${policyId} is attached to ${targetId} already.`)
  return { kind: 'ok', estate: { ...estate, attachments: new Map([...estate.attachments, [targetId, [...attached, policyId]]]) } }
}

function detach(estate: Estate, policyId: string, targetId: string): EditedEstate {
  const attached = estate.attachments.get(targetId) ?? []
  if (!attached.includes(policyId)) return refused('policyId', `${policyId} is not attached to ${targetId}.`)
  const type = estate.policies.get(policyId)?.type
  const left = attached.filter((id) => id !== policyId)
  if (type === 'RESOURCE_CONTROL_POLICY' && policyId === 'p-RCPFullAWSAccess')
    return refused('policyId', 'RCPFullAWSAccess cannot be detached.')
  if (type === 'SERVICE_CONTROL_POLICY' && !left.some((id) => estate.policies.get(id)?.type === type)) {
    return refused('policyId', `AWS keeps at least one SCP attached to every target; attach another one to ${targetId} first.`)
  }
  return { kind: 'ok', estate: { ...estate, attachments: new Map([...estate.attachments, [targetId, left]]) } }
}

function move(estate: Estate, id: string, toParentId: string): EditedEstate {
  const node = estate.nodes.get(id)
  const parent = estate.nodes.get(toParentId)
  if (node === undefined || node.kind === 'root') return refused('id', `The organization has no OU or account ${id}.`)
  if (parent === undefined || parent.kind === 'account') return refused('toParentId', `The organization has no root or OU ${toParentId}.`)
  if (node.parentId === toParentId) return refused('toParentId', `${id} is in ${toParentId} already.`)
  if (node.kind === 'ou') {
    const lineage = lineageOf(estate, toParentId) ?? []
    if (lineage.includes(id)) return refused('toParentId', `${toParentId} lies below ${id} itself.`)
    // AWS has no call that moves an OU: its accounts and sub-OUs are made anew elsewhere. The prediction is of the outcome.
    if (lineage.length - 1 + heightOf(estate, id) > OU_DEPTH_MAX)
      return refused('toParentId', `OUs would nest deeper than ${OU_DEPTH_MAX} levels below the root.`)
  }
  return { kind: 'ok', estate: { ...estate, nodes: new Map([...estate.nodes, [id, { ...node, parentId: toParentId }]]) } }
}

/** Levels of OUs from this one down, itself included. */
function heightOf(estate: Estate, ouId: string): number {
  const children = [...estate.nodes.values()].filter(({ parentId, kind }) => parentId === ouId && kind === 'ou')
  return 1 + Math.max(0, ...children.map(({ id }) => heightOf(estate, id)))
}

function refused(field: string, detail: string): EditedEstate {
  return { kind: 'refused', field, detail }
}
