/** Edits that can be predicted, and the fields each needs. */
export const edits = {
  attach_new: { label: 'Attach a new policy', fields: ['type', 'document', 'targetId'] },
  attach: { label: 'Attach a policy', fields: ['policyId', 'targetId'] },
  detach: { label: 'Detach a policy', fields: ['policyId', 'targetId'] },
  replace: { label: 'Replace a policy by another', fields: ['policyId', 'withPolicyId', 'targetId'] },
  edit: { label: 'Change the text of a policy', fields: ['policyId', 'document'] },
  move_account: { label: 'Move an account', fields: ['accountId', 'toParentId'] },
  move_ou: { label: 'Move an OU', fields: ['ouId', 'toParentId'] },
} as const

export type EditKind = keyof typeof edits
