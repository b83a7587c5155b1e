export { applyAttachmentChanges, applyPolicyChanges } from './apply-policies.ts'
export {
  planAttachmentChange,
  planPolicyChange,
  type OrgPolicy,
  type PolicyAttachment,
  type RowChange,
  type TargetType,
} from './plan-policy-changes.ts'
export { attachmentKey, listPoliciesOnTargets, streamAttachments, streamPolicies, type ChainPolicy } from './queries.ts'
