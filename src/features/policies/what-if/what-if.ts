import { assertNever } from '#lib/assert-never.ts'
import type { Db } from '#platform/db/db.ts'
import { policyErrors } from '../errors.ts'
import { findOrganizationUid } from '../queries.ts'
import type { ActionList } from './action-list.ts'
import type { Estate, OrgPolicyType } from './estate.ts'
import { type CutOff, findCutOffs } from './find-cut-off.ts'
import { loadEstate, typesInUse } from './load-estate.ts'
import { applyEstateEdit, type EstateEdit } from './plan-estate-edit.ts'
import { predictEdit, type Prediction } from './predict-edit.ts'
import { type QuotaUse, quotaUseOf } from './quota-use.ts'

export type WhatIfDeps = {
  readonly db: Db
  /** All actions that AWS publishes; loaded once. */
  readonly iamActions: () => ActionList
  /** What Reeve's member role has to be able to do. */
  readonly memberActions: readonly string[]
}
export type WhatIf = {
  readonly organizationId: string
  readonly predictions: readonly Prediction[]
  readonly quotas: readonly QuotaUse[]
  readonly cutOffs: readonly CutOff[]
  /** True where the edit would certainly cut Reeve off: such a plan is refused. */
  readonly isRefused: boolean
}

/**
 * What an edit would change, from the harvested estate alone; AWS is not asked and nothing is written. Predicts every policy type that the
 * edit can touch, and says what it cannot know.
 */
export async function whatIf(
  deps: WhatIfDeps,
  { org, edit, signal }: { org: string; edit: EstateEdit; signal: AbortSignal },
): Promise<WhatIf> {
  const uid = await findOrganizationUid(deps.db, org)
  const loaded = uid === undefined ? undefined : await loadEstate(deps.db, uid)
  if (loaded === undefined)
    throw policyErrors.policy_organization_not_found(`No organization "${org}" is registered. Give its id (o-…) or its nickname.`)
  const before = loaded.estate
  const result = applyEstateEdit(before, edit)
  if (result.kind === 'refused') {
    throw policyErrors.policy_edit_refused(result.detail, {
      fields: [{ field: `edit.${result.field}`, rule: 'must be possible in AWS', message: result.detail }],
    })
  }
  const after = result.estate
  const types = typesTouched(edit, after)
  const actions = deps.iamActions()
  const predictions = types.map((type) => predictEdit(before, after, { type, actions, signal }))
  const affected = [
    ...new Set(
      predictions
        .filter(({ type }) => type === 'SERVICE_CONTROL_POLICY')
        .flatMap(({ groups }) => groups.flatMap(({ accountIds }) => accountIds)),
    ),
  ]
  const role = { partition: loaded.partition, roleName: loaded.memberRoleName, sessionName: 'reeve', actions: deps.memberActions }
  const cutOffs = findCutOffs(before, after, { accountIds: affected, role })
  return {
    organizationId: before.organizationId,
    predictions,
    quotas: targetsTouched(edit, after).flatMap((target) => types.map((type) => quotaUseOf(after, target, type))),
    cutOffs,
    isRefused: cutOffs.some(({ certainty }) => certainty === 'certain'),
  }
}

function typesTouched(edit: EstateEdit, after: Estate): OrgPolicyType[] {
  if (edit.kind === 'move_account' || edit.kind === 'move_ou') return typesInUse(after)
  if (edit.kind === 'attach_new') return [edit.type]
  const type = after.policies.get(edit.policyId)?.type
  return type === undefined ? [] : [type]
}

/** Targets whose slots or texts the edit changes. */
function targetsTouched(edit: EstateEdit, after: Estate): string[] {
  switch (edit.kind) {
    case 'move_account':
    case 'move_ou':
      return []
    case 'edit':
      return [...after.attachments].filter(([, policies]) => policies.includes(edit.policyId)).map(([target]) => target)
    case 'attach':
    case 'detach':
    case 'replace':
    case 'attach_new':
      return [edit.targetId]
    default:
      return assertNever(edit, 'edit')
  }
}
