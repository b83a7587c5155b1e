export type { Cause, CauseKind } from './lens/cause.ts'
export { decideCause } from './lens/decide-cause.ts'
export { createDenialLog, type DenialLog } from './lens/denial-log.ts'
export { evaluateOrganization, type OrganizationEvidence, type PolicyChain } from './lens/organization-evidence.ts'
export { applyAttachmentChanges, applyPolicyChanges } from './apply-policies.ts'
export {
  planAttachmentChange,
  planPolicyChange,
  type OrgPolicy,
  type PolicyAttachment,
  type RowChange,
  type TargetType,
} from './plan-policy-changes.ts'
export { findPolicyChain } from './policy-chain.ts'
export { attachmentKey, streamAttachments, streamPolicies } from './queries.ts'
export { describeVerification } from './verify/verification.ts'
export { findLastVerification } from './verify/verification-rows.ts'
