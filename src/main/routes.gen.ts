// Written by `npm run gen`. Do not edit.
import { exportAccountsRoute } from '#features/accounts/routes/export-accounts.route.ts'
import { ignoreAccountRoute } from '#features/accounts/routes/ignore-account.route.ts'
import { listAccountsRoute } from '#features/accounts/routes/list-accounts.route.ts'
import { listFilterValuesRoute } from '#features/accounts/routes/list-filter-values.route.ts'
import { showAccountRoute } from '#features/accounts/routes/show-account.route.ts'
import { unignoreAccountRoute } from '#features/accounts/routes/unignore-account.route.ts'
import { addAuditSinkRoute } from '#features/audit/routes/add-audit-sink.route.ts'
import { editAuditSinkRoute } from '#features/audit/routes/edit-audit-sink.route.ts'
import { exportAuditEventsRoute } from '#features/audit/routes/export-audit-events.route.ts'
import { listAuditCheckpointsRoute } from '#features/audit/routes/list-audit-checkpoints.route.ts'
import { listAuditEventsRoute } from '#features/audit/routes/list-audit-events.route.ts'
import { listAuditRetentionRoute } from '#features/audit/routes/list-audit-retention.route.ts'
import { listAuditSinksRoute } from '#features/audit/routes/list-audit-sinks.route.ts'
import { putAuditRetentionRoute } from '#features/audit/routes/put-audit-retention.route.ts'
import { removeAuditSinkRoute } from '#features/audit/routes/remove-audit-sink.route.ts'
import { showAuditSinkRoute } from '#features/audit/routes/show-audit-sink.route.ts'
import { testAuditSinkRoute } from '#features/audit/routes/test-audit-sink.route.ts'
import { verifyAuditRoute } from '#features/audit/routes/verify-audit.route.ts'
import { listBadgeHistoryRoute } from '#features/badges/routes/list-badge-history.route.ts'
import { listBadgesRoute } from '#features/badges/routes/list-badges.route.ts'
import { removeBadgeRoute } from '#features/badges/routes/remove-badge.route.ts'
import { runBadgeStage2Route } from '#features/badges/routes/run-badge-stage2.route.ts'
import { setBadgeRoute } from '#features/badges/routes/set-badge.route.ts'
import { addAccountRoute } from '#features/connections/routes/add-account.route.ts'
import { editConnectionRoute } from '#features/connections/routes/edit-connection.route.ts'
import { prepareAccountRoute } from '#features/connections/routes/prepare-account.route.ts'
import { removeAccountRoute } from '#features/connections/routes/remove-account.route.ts'
import { revealAccountExternalIdRoute } from '#features/connections/routes/reveal-account-external-id.route.ts'
import { showCallerRoute } from '#features/connections/routes/show-caller.route.ts'
import { showConnectionRoute } from '#features/connections/routes/show-connection.route.ts'
import { testConnectionRoute } from '#features/connections/routes/test-connection.route.ts'
import { testNewAccountRoute } from '#features/connections/routes/test-new-account.route.ts'
import { listGuardrailsRoute } from '#features/guardrails/routes/list-guardrails.route.ts'
import { renderGuardrailRoute } from '#features/guardrails/routes/render-guardrail.route.ts'
import { createChannelRoute } from '#features/notifications/routes/create-channel.route.ts'
import { editChannelRoute } from '#features/notifications/routes/edit-channel.route.ts'
import { listChannelsRoute } from '#features/notifications/routes/list-channels.route.ts'
import { listDeliveriesRoute } from '#features/notifications/routes/list-deliveries.route.ts'
import { listEventKindsRoute } from '#features/notifications/routes/list-event-kinds.route.ts'
import { previewChannelEditRoute } from '#features/notifications/routes/preview-channel-edit.route.ts'
import { removeChannelRoute } from '#features/notifications/routes/remove-channel.route.ts'
import { removeSystemMailRoute } from '#features/notifications/routes/remove-system-mail.route.ts'
import { retryDeliveryRoute } from '#features/notifications/routes/retry-delivery.route.ts'
import { setSystemMailRoute } from '#features/notifications/routes/set-system-mail.route.ts'
import { showChannelRoute } from '#features/notifications/routes/show-channel.route.ts'
import { showSystemMailRoute } from '#features/notifications/routes/show-system-mail.route.ts'
import { testChannelRoute } from '#features/notifications/routes/test-channel.route.ts'
import { testSystemMailRoute } from '#features/notifications/routes/test-system-mail.route.ts'
import { cancelSyncRoute } from '#features/organizations/routes/cancel-sync.route.ts'
import { diffKitRoute } from '#features/organizations/routes/diff-kit.route.ts'
import { editOrganizationRoute } from '#features/organizations/routes/edit-organization.route.ts'
import { listAttentionRoute } from '#features/organizations/routes/list-attention.route.ts'
import { listEventsRoute } from '#features/organizations/routes/list-events.route.ts'
import { listOrganizationsRoute } from '#features/organizations/routes/list-organizations.route.ts'
import { listSyncsRoute } from '#features/organizations/routes/list-syncs.route.ts'
import { previewOrganizationRoute } from '#features/organizations/routes/preview-organization.route.ts'
import { previewRegistrationRoute } from '#features/organizations/routes/preview-registration.route.ts'
import { registerOrganizationRoute } from '#features/organizations/routes/register-organization.route.ts'
import { removeOrganizationRoute } from '#features/organizations/routes/remove-organization.route.ts'
import { renderKitRoute } from '#features/organizations/routes/render-kit.route.ts'
import { resolveAttentionRoute } from '#features/organizations/routes/resolve-attention.route.ts'
import { revealExternalIdRoute } from '#features/organizations/routes/reveal-external-id.route.ts'
import { runBadgeStage1Route } from '#features/organizations/routes/run-badge-stage1.route.ts'
import { searchTreeRoute } from '#features/organizations/routes/search-tree.route.ts'
import { showContentsRoute } from '#features/organizations/routes/show-contents.route.ts'
import { showKitRoute } from '#features/organizations/routes/show-kit.route.ts'
import { showOrganizationRoute } from '#features/organizations/routes/show-organization.route.ts'
import { showSyncRoute } from '#features/organizations/routes/show-sync.route.ts'
import { showTreeLevelRoute } from '#features/organizations/routes/show-tree-level.route.ts'
import { showTreeRoute } from '#features/organizations/routes/show-tree.route.ts'
import { startSyncRoute } from '#features/organizations/routes/start-sync.route.ts'
import { testOrganizationRoute } from '#features/organizations/routes/test-organization.route.ts'
import { testRegistrationRoute } from '#features/organizations/routes/test-registration.route.ts'
import { createSignInCodeRoute } from '#features/people/routes/create-sign-in-code.route.ts'
import { createTokenRoute } from '#features/people/routes/create-token.route.ts'
import { invitePersonRoute } from '#features/people/routes/invite-person.route.ts'
import { issueResetLinkRoute } from '#features/people/routes/issue-reset-link.route.ts'
import { listIdentityProvidersRoute } from '#features/people/routes/list-identity-providers.route.ts'
import { listInvitationsRoute } from '#features/people/routes/list-invitations.route.ts'
import { listMySessionsRoute } from '#features/people/routes/list-my-sessions.route.ts'
import { listPeopleRoute } from '#features/people/routes/list-people.route.ts'
import { listRolesRoute } from '#features/people/routes/list-roles.route.ts'
import { listTokensRoute } from '#features/people/routes/list-tokens.route.ts'
import { putIdentityProviderRoute } from '#features/people/routes/put-identity-provider.route.ts'
import { putRoleRoute } from '#features/people/routes/put-role.route.ts'
import { removeIdentityProviderRoute } from '#features/people/routes/remove-identity-provider.route.ts'
import { removePersonRoute } from '#features/people/routes/remove-person.route.ts'
import { removeRoleRoute } from '#features/people/routes/remove-role.route.ts'
import { revokeInvitationRoute } from '#features/people/routes/revoke-invitation.route.ts'
import { revokeMySessionRoute } from '#features/people/routes/revoke-my-session.route.ts'
import { revokeSessionsRoute } from '#features/people/routes/revoke-sessions.route.ts'
import { revokeTokenRoute } from '#features/people/routes/revoke-token.route.ts'
import { setDisabledRoute } from '#features/people/routes/set-disabled.route.ts'
import { setRolesRoute } from '#features/people/routes/set-roles.route.ts'
import { setSignInRoute } from '#features/people/routes/set-sign-in.route.ts'
import { showMeRoute } from '#features/people/routes/show-me.route.ts'
import { showPersonRoute } from '#features/people/routes/show-person.route.ts'
import { showSignInRulesRoute } from '#features/people/routes/show-sign-in-rules.route.ts'
import { showSignInRoute } from '#features/people/routes/show-sign-in.route.ts'
import { testIdentityProviderRoute } from '#features/people/routes/test-identity-provider.route.ts'
import { explainRequestRoute } from '#features/policies/routes/explain-request.route.ts'
import { lintPolicyRoute } from '#features/policies/routes/lint-policy.route.ts'
import { listActionsRoute } from '#features/policies/routes/list-actions.route.ts'
import { listDenialsRoute } from '#features/policies/routes/list-denials.route.ts'
import { listPoliciesRoute } from '#features/policies/routes/list-policies.route.ts'
import { listServicesRoute } from '#features/policies/routes/list-services.route.ts'
import { perimeterMatrixRoute } from '#features/policies/routes/perimeter-matrix.route.ts'
import { showAccountPoliciesRoute } from '#features/policies/routes/show-account-policies.route.ts'
import { showPolicyRoute } from '#features/policies/routes/show-policy.route.ts'
import { verifyEngineRoute } from '#features/policies/routes/verify-engine.route.ts'
import { verifyLastRoute } from '#features/policies/routes/verify-last.route.ts'
import { whatIfRoute } from '#features/policies/routes/what-if.route.ts'
import { createScimTokenRoute } from '#features/provisioning/routes/create-scim-token.route.ts'
import { listProvisionedGroupsRoute } from '#features/provisioning/routes/list-provisioned-groups.route.ts'
import { listScimConnectionsRoute } from '#features/provisioning/routes/list-scim-connections.route.ts'
import { putScimConnectionRoute } from '#features/provisioning/routes/put-scim-connection.route.ts'
import { removeScimConnectionRoute } from '#features/provisioning/routes/remove-scim-connection.route.ts'
import { revokeScimTokenRoute } from '#features/provisioning/routes/revoke-scim-token.route.ts'
import { scimCreateGroupRoute } from '#features/provisioning/routes/scim-create-group.route.ts'
import { scimCreateUserRoute } from '#features/provisioning/routes/scim-create-user.route.ts'
import { scimListGroupsRoute } from '#features/provisioning/routes/scim-list-groups.route.ts'
import { scimListResourceTypesRoute } from '#features/provisioning/routes/scim-list-resource-types.route.ts'
import { scimListSchemasRoute } from '#features/provisioning/routes/scim-list-schemas.route.ts'
import { scimListUsersRoute } from '#features/provisioning/routes/scim-list-users.route.ts'
import { scimPatchGroupRoute } from '#features/provisioning/routes/scim-patch-group.route.ts'
import { scimPatchUserRoute } from '#features/provisioning/routes/scim-patch-user.route.ts'
import { scimRemoveGroupRoute } from '#features/provisioning/routes/scim-remove-group.route.ts'
import { scimRemoveUserRoute } from '#features/provisioning/routes/scim-remove-user.route.ts'
import { scimReplaceGroupRoute } from '#features/provisioning/routes/scim-replace-group.route.ts'
import { scimReplaceUserRoute } from '#features/provisioning/routes/scim-replace-user.route.ts'
import { scimSearchAllRoute } from '#features/provisioning/routes/scim-search-all.route.ts'
import { scimSearchGroupsRoute } from '#features/provisioning/routes/scim-search-groups.route.ts'
import { scimSearchUsersRoute } from '#features/provisioning/routes/scim-search-users.route.ts'
import { scimShowGroupRoute } from '#features/provisioning/routes/scim-show-group.route.ts'
import { scimShowResourceTypeRoute } from '#features/provisioning/routes/scim-show-resource-type.route.ts'
import { scimShowSchemaRoute } from '#features/provisioning/routes/scim-show-schema.route.ts'
import { scimShowServiceProviderConfigRoute } from '#features/provisioning/routes/scim-show-service-provider-config.route.ts'
import { scimShowUserRoute } from '#features/provisioning/routes/scim-show-user.route.ts'
import { showScimConnectionRoute } from '#features/provisioning/routes/show-scim-connection.route.ts'
import { cancelJobRoute } from '#features/system/routes/cancel-job.route.ts'
import { createBackupRoute } from '#features/system/routes/create-backup.route.ts'
import { doctorRoute } from '#features/system/routes/doctor.route.ts'
import { getJobRoute } from '#features/system/routes/get-job.route.ts'
import { listJobsRoute } from '#features/system/routes/list-jobs.route.ts'
import { listKeysRoute } from '#features/system/routes/list-keys.route.ts'
import { retryJobRoute } from '#features/system/routes/retry-job.route.ts'
import { rotateKeysRoute } from '#features/system/routes/rotate-keys.route.ts'
import { showDatabaseRoute } from '#features/system/routes/show-database.route.ts'
import { verifyBackupRoute } from '#features/system/routes/verify-backup.route.ts'

export const routes = [
  exportAccountsRoute,
  ignoreAccountRoute,
  listAccountsRoute,
  listFilterValuesRoute,
  showAccountRoute,
  unignoreAccountRoute,
  addAuditSinkRoute,
  editAuditSinkRoute,
  exportAuditEventsRoute,
  listAuditCheckpointsRoute,
  listAuditEventsRoute,
  listAuditRetentionRoute,
  listAuditSinksRoute,
  putAuditRetentionRoute,
  removeAuditSinkRoute,
  showAuditSinkRoute,
  testAuditSinkRoute,
  verifyAuditRoute,
  listBadgeHistoryRoute,
  listBadgesRoute,
  removeBadgeRoute,
  runBadgeStage2Route,
  setBadgeRoute,
  addAccountRoute,
  editConnectionRoute,
  prepareAccountRoute,
  removeAccountRoute,
  revealAccountExternalIdRoute,
  showCallerRoute,
  showConnectionRoute,
  testConnectionRoute,
  testNewAccountRoute,
  listGuardrailsRoute,
  renderGuardrailRoute,
  createChannelRoute,
  editChannelRoute,
  listChannelsRoute,
  listDeliveriesRoute,
  listEventKindsRoute,
  previewChannelEditRoute,
  removeChannelRoute,
  removeSystemMailRoute,
  retryDeliveryRoute,
  setSystemMailRoute,
  showChannelRoute,
  showSystemMailRoute,
  testChannelRoute,
  testSystemMailRoute,
  cancelSyncRoute,
  diffKitRoute,
  editOrganizationRoute,
  listAttentionRoute,
  listEventsRoute,
  listOrganizationsRoute,
  listSyncsRoute,
  previewOrganizationRoute,
  previewRegistrationRoute,
  registerOrganizationRoute,
  removeOrganizationRoute,
  renderKitRoute,
  resolveAttentionRoute,
  revealExternalIdRoute,
  runBadgeStage1Route,
  searchTreeRoute,
  showContentsRoute,
  showKitRoute,
  showOrganizationRoute,
  showSyncRoute,
  showTreeLevelRoute,
  showTreeRoute,
  startSyncRoute,
  testOrganizationRoute,
  testRegistrationRoute,
  createSignInCodeRoute,
  createTokenRoute,
  invitePersonRoute,
  issueResetLinkRoute,
  listIdentityProvidersRoute,
  listInvitationsRoute,
  listMySessionsRoute,
  listPeopleRoute,
  listRolesRoute,
  listTokensRoute,
  putIdentityProviderRoute,
  putRoleRoute,
  removeIdentityProviderRoute,
  removePersonRoute,
  removeRoleRoute,
  revokeInvitationRoute,
  revokeMySessionRoute,
  revokeSessionsRoute,
  revokeTokenRoute,
  setDisabledRoute,
  setRolesRoute,
  setSignInRoute,
  showMeRoute,
  showPersonRoute,
  showSignInRulesRoute,
  showSignInRoute,
  testIdentityProviderRoute,
  explainRequestRoute,
  lintPolicyRoute,
  listActionsRoute,
  listDenialsRoute,
  listPoliciesRoute,
  listServicesRoute,
  perimeterMatrixRoute,
  showAccountPoliciesRoute,
  showPolicyRoute,
  verifyEngineRoute,
  verifyLastRoute,
  whatIfRoute,
  createScimTokenRoute,
  listProvisionedGroupsRoute,
  listScimConnectionsRoute,
  putScimConnectionRoute,
  removeScimConnectionRoute,
  revokeScimTokenRoute,
  scimCreateGroupRoute,
  scimCreateUserRoute,
  scimListGroupsRoute,
  scimListResourceTypesRoute,
  scimListSchemasRoute,
  scimListUsersRoute,
  scimPatchGroupRoute,
  scimPatchUserRoute,
  scimRemoveGroupRoute,
  scimRemoveUserRoute,
  scimReplaceGroupRoute,
  scimReplaceUserRoute,
  scimSearchAllRoute,
  scimSearchGroupsRoute,
  scimSearchUsersRoute,
  scimShowGroupRoute,
  scimShowResourceTypeRoute,
  scimShowSchemaRoute,
  scimShowServiceProviderConfigRoute,
  scimShowUserRoute,
  showScimConnectionRoute,
  cancelJobRoute,
  createBackupRoute,
  doctorRoute,
  getJobRoute,
  listJobsRoute,
  listKeysRoute,
  retryJobRoute,
  rotateKeysRoute,
  showDatabaseRoute,
  verifyBackupRoute,
] as const
