import type { Collector } from '../define-collector.ts'
import type { StreamKind } from '../streams.ts'
import { describePolicy } from './describe-policy.collector.ts'
import { getResources } from './get-resources.collector.ts'
import { listAccountsForParent } from './list-accounts-for-parent.collector.ts'
import { listAccounts } from './list-accounts.collector.ts'
import { listOus } from './list-ous.collector.ts'
import { listPoliciesForTarget } from './list-policies-for-target.collector.ts'
import { listPolicies } from './list-policies.collector.ts'
import { listRoots } from './list-roots.collector.ts'
import { listTags } from './list-tags.collector.ts'
import { listTargets } from './list-targets.collector.ts'

export const collectors: Readonly<Record<StreamKind, Collector>> = {
  roots: listRoots,
  accounts: listAccounts,
  ous: listOus,
  parents: listAccountsForParent,
  policies: listPolicies,
  policy: describePolicy,
  targets: listTargets,
  attached: listPoliciesForTarget,
  bulk_tags: getResources,
  tags: listTags,
}
