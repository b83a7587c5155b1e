// Written by `npm run gen`. Do not edit.
import { accountAddCommand } from './commands/account-add.command.ts'
import { accountEditCommand } from './commands/account-edit.command.ts'
import { accountIgnoreCommand } from './commands/account-ignore.command.ts'
import { accountListCommand } from './commands/account-list.command.ts'
import { accountPrepareCommand } from './commands/account-prepare.command.ts'
import { accountRemoveCommand } from './commands/account-remove.command.ts'
import { accountShowCommand } from './commands/account-show.command.ts'
import { accountTestCommand } from './commands/account-test.command.ts'
import { auditExportCommand } from './commands/audit-export.command.ts'
import { auditListCommand } from './commands/audit-list.command.ts'
import { auditRetentionCommand } from './commands/audit-retention.command.ts'
import { auditSinkAddCommand } from './commands/audit-sink-add.command.ts'
import { auditSinkEditCommand } from './commands/audit-sink-edit.command.ts'
import { auditSinkListCommand } from './commands/audit-sink-list.command.ts'
import { auditSinkRemoveCommand } from './commands/audit-sink-remove.command.ts'
import { auditSinkTestCommand } from './commands/audit-sink-test.command.ts'
import { auditVerifyCommand } from './commands/audit-verify.command.ts'
import { backupCreateCommand } from './commands/backup-create.command.ts'
import { backupRestoreCommand } from './commands/backup-restore.command.ts'
import { backupVerifyCommand } from './commands/backup-verify.command.ts'
import { badgeHistoryCommand } from './commands/badge-history.command.ts'
import { badgeListCommand } from './commands/badge-list.command.ts'
import { badgeStage1Command } from './commands/badge-stage1.command.ts'
import { badgeStage2Command } from './commands/badge-stage2.command.ts'
import { configApplyCommand } from './commands/config-apply.command.ts'
import { configExportCommand } from './commands/config-export.command.ts'
import { configPlanCommand } from './commands/config-plan.command.ts'
import { configSchemaCommand } from './commands/config-schema.command.ts'
import { dbMoveCommand } from './commands/db-move.command.ts'
import { doctorCommand } from './commands/doctor.command.ts'
import { identityProviderListCommand } from './commands/identity-provider-list.command.ts'
import { identityProviderRemoveCommand } from './commands/identity-provider-remove.command.ts'
import { identityProviderSetCommand } from './commands/identity-provider-set.command.ts'
import { identityProviderTestCommand } from './commands/identity-provider-test.command.ts'
import { jobCancelCommand } from './commands/job-cancel.command.ts'
import { jobListCommand } from './commands/job-list.command.ts'
import { jobRetryCommand } from './commands/job-retry.command.ts'
import { jobShowCommand } from './commands/job-show.command.ts'
import { keyRotateCommand } from './commands/key-rotate.command.ts'
import { loginCommand } from './commands/login.command.ts'
import { logoutCommand } from './commands/logout.command.ts'
import { mailRemoveCommand } from './commands/mail-remove.command.ts'
import { mailSetCommand } from './commands/mail-set.command.ts'
import { mailShowCommand } from './commands/mail-show.command.ts'
import { mailTestCommand } from './commands/mail-test.command.ts'
import { notificationAddCommand } from './commands/notification-add.command.ts'
import { notificationDeliveriesCommand } from './commands/notification-deliveries.command.ts'
import { notificationEditCommand } from './commands/notification-edit.command.ts'
import { notificationKindsCommand } from './commands/notification-kinds.command.ts'
import { notificationListCommand } from './commands/notification-list.command.ts'
import { notificationRemoveCommand } from './commands/notification-remove.command.ts'
import { notificationRetryCommand } from './commands/notification-retry.command.ts'
import { notificationShowCommand } from './commands/notification-show.command.ts'
import { notificationTestCommand } from './commands/notification-test.command.ts'
import { orgAddCommand } from './commands/org-add.command.ts'
import { orgAttentionCommand } from './commands/org-attention.command.ts'
import { orgEditCommand } from './commands/org-edit.command.ts'
import { orgHistoryCommand } from './commands/org-history.command.ts'
import { orgKitCommand } from './commands/org-kit.command.ts'
import { orgListCommand } from './commands/org-list.command.ts'
import { orgPreviewCommand } from './commands/org-preview.command.ts'
import { orgRemoveCommand } from './commands/org-remove.command.ts'
import { orgShowCommand } from './commands/org-show.command.ts'
import { orgSyncCommand } from './commands/org-sync.command.ts'
import { orgTestCommand } from './commands/org-test.command.ts'
import { orgTreeCommand } from './commands/org-tree.command.ts'
import { personDisableCommand } from './commands/person-disable.command.ts'
import { personEnableCommand } from './commands/person-enable.command.ts'
import { personEndSessionsCommand } from './commands/person-end-sessions.command.ts'
import { personInviteCommand } from './commands/person-invite.command.ts'
import { personListCommand } from './commands/person-list.command.ts'
import { personRemoveCommand } from './commands/person-remove.command.ts'
import { personResetLinkCommand } from './commands/person-reset-link.command.ts'
import { personRolesCommand } from './commands/person-roles.command.ts'
import { personShowCommand } from './commands/person-show.command.ts'
import { policyDenialsCommand } from './commands/policy-denials.command.ts'
import { policyEvaluateCommand } from './commands/policy-evaluate.command.ts'
import { policyExplainCommand } from './commands/policy-explain.command.ts'
import { policyGenerateCommand } from './commands/policy-generate.command.ts'
import { policyLintCommand } from './commands/policy-lint.command.ts'
import { policyListCommand } from './commands/policy-list.command.ts'
import { policyMatrixCommand } from './commands/policy-matrix.command.ts'
import { policyShowCommand } from './commands/policy-show.command.ts'
import { policyVerifyCommand } from './commands/policy-verify.command.ts'
import { policyWhatIfCommand } from './commands/policy-what-if.command.ts'
import { roleListCommand } from './commands/role-list.command.ts'
import { roleRemoveCommand } from './commands/role-remove.command.ts'
import { roleSetCommand } from './commands/role-set.command.ts'
import { scimGroupsCommand } from './commands/scim-groups.command.ts'
import { scimListCommand } from './commands/scim-list.command.ts'
import { scimRemoveCommand } from './commands/scim-remove.command.ts'
import { scimRevokeCommand } from './commands/scim-revoke.command.ts'
import { scimRotateCommand } from './commands/scim-rotate.command.ts'
import { scimSetCommand } from './commands/scim-set.command.ts'
import { scimShowCommand } from './commands/scim-show.command.ts'
import { serveCommand } from './commands/serve.command.ts'
import { sessionEndCommand } from './commands/session-end.command.ts'
import { sessionListCommand } from './commands/session-list.command.ts'
import { signInSetCommand } from './commands/sign-in-set.command.ts'
import { signInShowCommand } from './commands/sign-in-show.command.ts'
import { tokenCreateCommand } from './commands/token-create.command.ts'
import { tokenListCommand } from './commands/token-list.command.ts'
import { tokenRevokeCommand } from './commands/token-revoke.command.ts'
import { whoamiCommand } from './commands/whoami.command.ts'
import { workerCommand } from './commands/worker.command.ts'

export const commands = [
  accountAddCommand,
  accountEditCommand,
  accountIgnoreCommand,
  accountListCommand,
  accountPrepareCommand,
  accountRemoveCommand,
  accountShowCommand,
  accountTestCommand,
  auditExportCommand,
  auditListCommand,
  auditRetentionCommand,
  auditSinkAddCommand,
  auditSinkEditCommand,
  auditSinkListCommand,
  auditSinkRemoveCommand,
  auditSinkTestCommand,
  auditVerifyCommand,
  backupCreateCommand,
  backupRestoreCommand,
  backupVerifyCommand,
  badgeHistoryCommand,
  badgeListCommand,
  badgeStage1Command,
  badgeStage2Command,
  configApplyCommand,
  configExportCommand,
  configPlanCommand,
  configSchemaCommand,
  dbMoveCommand,
  doctorCommand,
  identityProviderListCommand,
  identityProviderRemoveCommand,
  identityProviderSetCommand,
  identityProviderTestCommand,
  jobCancelCommand,
  jobListCommand,
  jobRetryCommand,
  jobShowCommand,
  keyRotateCommand,
  loginCommand,
  logoutCommand,
  mailRemoveCommand,
  mailSetCommand,
  mailShowCommand,
  mailTestCommand,
  notificationAddCommand,
  notificationDeliveriesCommand,
  notificationEditCommand,
  notificationKindsCommand,
  notificationListCommand,
  notificationRemoveCommand,
  notificationRetryCommand,
  notificationShowCommand,
  notificationTestCommand,
  orgAddCommand,
  orgAttentionCommand,
  orgEditCommand,
  orgHistoryCommand,
  orgKitCommand,
  orgListCommand,
  orgPreviewCommand,
  orgRemoveCommand,
  orgShowCommand,
  orgSyncCommand,
  orgTestCommand,
  orgTreeCommand,
  personDisableCommand,
  personEnableCommand,
  personEndSessionsCommand,
  personInviteCommand,
  personListCommand,
  personRemoveCommand,
  personResetLinkCommand,
  personRolesCommand,
  personShowCommand,
  policyDenialsCommand,
  policyEvaluateCommand,
  policyExplainCommand,
  policyGenerateCommand,
  policyLintCommand,
  policyListCommand,
  policyMatrixCommand,
  policyShowCommand,
  policyVerifyCommand,
  policyWhatIfCommand,
  roleListCommand,
  roleRemoveCommand,
  roleSetCommand,
  scimGroupsCommand,
  scimListCommand,
  scimRemoveCommand,
  scimRevokeCommand,
  scimRotateCommand,
  scimSetCommand,
  scimShowCommand,
  serveCommand,
  sessionEndCommand,
  sessionListCommand,
  signInSetCommand,
  signInShowCommand,
  tokenCreateCommand,
  tokenListCommand,
  tokenRevokeCommand,
  whoamiCommand,
  workerCommand,
] as const
