export {
  planAttachmentChange,
  planPolicyChange,
  type OrgPolicy,
  type PolicyAttachment,
  type RowChange,
  type TargetType,
} from './plan-policy-changes.ts'
