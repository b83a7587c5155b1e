// Written by `npm run gen`. Do not edit.
import { attachRolePolicy } from './operations/attach-role-policy.ts'
import { attachUserPolicy } from './operations/attach-user-policy.ts'
import { createAccessKey } from './operations/create-access-key.ts'
import { createAccountAlias } from './operations/create-account-alias.ts'
import { createOpenIdConnectProvider } from './operations/create-open-id-connect-provider.ts'
import { createPolicyVersion } from './operations/create-policy-version.ts'
import { createPolicy } from './operations/create-policy.ts'
import { createRole } from './operations/create-role.ts'
import { createServiceLinkedRole } from './operations/create-service-linked-role.ts'
import { createUser } from './operations/create-user.ts'
import { deleteAccessKey } from './operations/delete-access-key.ts'
import { deleteOpenIdConnectProvider } from './operations/delete-open-id-connect-provider.ts'
import { deletePolicyVersion } from './operations/delete-policy-version.ts'
import { deletePolicy } from './operations/delete-policy.ts'
import { deleteRolePermissionsBoundary } from './operations/delete-role-permissions-boundary.ts'
import { deleteRolePolicy } from './operations/delete-role-policy.ts'
import { deleteRole } from './operations/delete-role.ts'
import { deleteUserPermissionsBoundary } from './operations/delete-user-permissions-boundary.ts'
import { deleteUserPolicy } from './operations/delete-user-policy.ts'
import { deleteUser } from './operations/delete-user.ts'
import { detachRolePolicy } from './operations/detach-role-policy.ts'
import { detachUserPolicy } from './operations/detach-user-policy.ts'
import { getAccountSummary } from './operations/get-account-summary.ts'
import { getContextKeysForCustomPolicy } from './operations/get-context-keys-for-custom-policy.ts'
import { getContextKeysForPrincipalPolicy } from './operations/get-context-keys-for-principal-policy.ts'
import { getPolicyVersion } from './operations/get-policy-version.ts'
import { getPolicy } from './operations/get-policy.ts'
import { getRolePolicy } from './operations/get-role-policy.ts'
import { getRole } from './operations/get-role.ts'
import { getUserPolicy } from './operations/get-user-policy.ts'
import { getUser } from './operations/get-user.ts'
import { listAccessKeys } from './operations/list-access-keys.ts'
import { listAccountAliases } from './operations/list-account-aliases.ts'
import { listAttachedRolePolicies } from './operations/list-attached-role-policies.ts'
import { listAttachedUserPolicies } from './operations/list-attached-user-policies.ts'
import { listOpenIdConnectProviders } from './operations/list-open-id-connect-providers.ts'
import { listPolicies } from './operations/list-policies.ts'
import { listPolicyVersions } from './operations/list-policy-versions.ts'
import { listRolePolicies } from './operations/list-role-policies.ts'
import { listRoleTags } from './operations/list-role-tags.ts'
import { listRoles } from './operations/list-roles.ts'
import { listUserPolicies } from './operations/list-user-policies.ts'
import { listUserTags } from './operations/list-user-tags.ts'
import { listUsers } from './operations/list-users.ts'
import { putRolePermissionsBoundary } from './operations/put-role-permissions-boundary.ts'
import { putRolePolicy } from './operations/put-role-policy.ts'
import { putUserPermissionsBoundary } from './operations/put-user-permissions-boundary.ts'
import { putUserPolicy } from './operations/put-user-policy.ts'
import { setSecurityTokenServicePreferences } from './operations/set-security-token-service-preferences.ts'
import { simulateCustomPolicy } from './operations/simulate-custom-policy.ts'
import { simulatePrincipalPolicy } from './operations/simulate-principal-policy.ts'
import { tagRole } from './operations/tag-role.ts'
import { tagUser } from './operations/tag-user.ts'
import { untagRole } from './operations/untag-role.ts'
import { untagUser } from './operations/untag-user.ts'
import { updateAccessKey } from './operations/update-access-key.ts'
import { updateAssumeRolePolicy } from './operations/update-assume-role-policy.ts'
import { updateRole } from './operations/update-role.ts'

export const operations = [
  attachRolePolicy,
  attachUserPolicy,
  createAccessKey,
  createAccountAlias,
  createOpenIdConnectProvider,
  createPolicyVersion,
  createPolicy,
  createRole,
  createServiceLinkedRole,
  createUser,
  deleteAccessKey,
  deleteOpenIdConnectProvider,
  deletePolicyVersion,
  deletePolicy,
  deleteRolePermissionsBoundary,
  deleteRolePolicy,
  deleteRole,
  deleteUserPermissionsBoundary,
  deleteUserPolicy,
  deleteUser,
  detachRolePolicy,
  detachUserPolicy,
  getAccountSummary,
  getContextKeysForCustomPolicy,
  getContextKeysForPrincipalPolicy,
  getPolicyVersion,
  getPolicy,
  getRolePolicy,
  getRole,
  getUserPolicy,
  getUser,
  listAccessKeys,
  listAccountAliases,
  listAttachedRolePolicies,
  listAttachedUserPolicies,
  listOpenIdConnectProviders,
  listPolicies,
  listPolicyVersions,
  listRolePolicies,
  listRoleTags,
  listRoles,
  listUserPolicies,
  listUserTags,
  listUsers,
  putRolePermissionsBoundary,
  putRolePolicy,
  putUserPermissionsBoundary,
  putUserPolicy,
  setSecurityTokenServicePreferences,
  simulateCustomPolicy,
  simulatePrincipalPolicy,
  tagRole,
  tagUser,
  untagRole,
  untagUser,
  updateAccessKey,
  updateAssumeRolePolicy,
  updateRole,
] as const
