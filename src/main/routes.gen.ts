// Written by `npm run gen`. Do not edit.
import { listBadgeHistoryRoute } from '#features/badges/routes/list-badge-history.route.ts'
import { listBadgesRoute } from '#features/badges/routes/list-badges.route.ts'
import { removeBadgeRoute } from '#features/badges/routes/remove-badge.route.ts'
import { runBadgeStage2Route } from '#features/badges/routes/run-badge-stage2.route.ts'
import { setBadgeRoute } from '#features/badges/routes/set-badge.route.ts'
import { createTokenRoute } from '#features/people/routes/create-token.route.ts'
import { listAuditEventsRoute } from '#features/people/routes/list-audit-events.route.ts'
import { listTokensRoute } from '#features/people/routes/list-tokens.route.ts'
import { revokeTokenRoute } from '#features/people/routes/revoke-token.route.ts'

export const routes = [
  listBadgeHistoryRoute,
  listBadgesRoute,
  removeBadgeRoute,
  runBadgeStage2Route,
  setBadgeRoute,
  createTokenRoute,
  listAuditEventsRoute,
  listTokensRoute,
  revokeTokenRoute,
] as const
