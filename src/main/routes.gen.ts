// Written by `npm run gen`. Do not edit.
import { listBadgeHistoryRoute } from '#features/badges/routes/list-badge-history.route.ts'
import { listBadgesRoute } from '#features/badges/routes/list-badges.route.ts'
import { removeBadgeRoute } from '#features/badges/routes/remove-badge.route.ts'
import { runBadgeStage2Route } from '#features/badges/routes/run-badge-stage2.route.ts'
import { setBadgeRoute } from '#features/badges/routes/set-badge.route.ts'
import { listGuardrailsRoute } from '#features/guardrails/routes/list-guardrails.route.ts'
import { renderGuardrailRoute } from '#features/guardrails/routes/render-guardrail.route.ts'
import { editOrganizationRoute } from '#features/organizations/routes/edit-organization.route.ts'
import { listOrganizationsRoute } from '#features/organizations/routes/list-organizations.route.ts'
import { previewOrganizationRoute } from '#features/organizations/routes/preview-organization.route.ts'
import { previewRegistrationRoute } from '#features/organizations/routes/preview-registration.route.ts'
import { registerOrganizationRoute } from '#features/organizations/routes/register-organization.route.ts'
import { removeOrganizationRoute } from '#features/organizations/routes/remove-organization.route.ts'
import { revealExternalIdRoute } from '#features/organizations/routes/reveal-external-id.route.ts'
import { showOrganizationRoute } from '#features/organizations/routes/show-organization.route.ts'
import { showTreeRoute } from '#features/organizations/routes/show-tree.route.ts'
import { testRegistrationRoute } from '#features/organizations/routes/test-registration.route.ts'
import { createTokenRoute } from '#features/people/routes/create-token.route.ts'
import { listAuditEventsRoute } from '#features/people/routes/list-audit-events.route.ts'
import { listTokensRoute } from '#features/people/routes/list-tokens.route.ts'
import { revokeTokenRoute } from '#features/people/routes/revoke-token.route.ts'
import { cancelJobRoute } from '#features/system/routes/cancel-job.route.ts'
import { doctorRoute } from '#features/system/routes/doctor.route.ts'
import { getJobRoute } from '#features/system/routes/get-job.route.ts'
import { listJobsRoute } from '#features/system/routes/list-jobs.route.ts'
import { retryJobRoute } from '#features/system/routes/retry-job.route.ts'

export const routes = [
  listBadgeHistoryRoute,
  listBadgesRoute,
  removeBadgeRoute,
  runBadgeStage2Route,
  setBadgeRoute,
  listGuardrailsRoute,
  renderGuardrailRoute,
  editOrganizationRoute,
  listOrganizationsRoute,
  previewOrganizationRoute,
  previewRegistrationRoute,
  registerOrganizationRoute,
  removeOrganizationRoute,
  revealExternalIdRoute,
  showOrganizationRoute,
  showTreeRoute,
  testRegistrationRoute,
  createTokenRoute,
  listAuditEventsRoute,
  listTokensRoute,
  revokeTokenRoute,
  cancelJobRoute,
  doctorRoute,
  getJobRoute,
  listJobsRoute,
  retryJobRoute,
] as const
