// Written by `npm run gen`. Do not edit.
import { accountBoundaryGuardrail } from '#features/guardrails/library/account-boundary.guardrail.ts'
import { denyLeaveOrganizationGuardrail } from '#features/guardrails/library/deny-leave-organization.guardrail.ts'
import { denyRegionsGuardrail } from '#features/guardrails/library/deny-regions.guardrail.ts'
import { gameDayDenialGuardrail } from '#features/guardrails/library/game-day-denial.guardrail.ts'
import { organizationBoundaryGuardrail } from '#features/guardrails/library/organization-boundary.guardrail.ts'
import { ouBoundaryGuardrail } from '#features/guardrails/library/ou-boundary.guardrail.ts'
import { protectRolesGuardrail } from '#features/guardrails/library/protect-roles.guardrail.ts'
import { protectSecurityServicesGuardrail } from '#features/guardrails/library/protect-security-services.guardrail.ts'
import { serviceAllowListGuardrail } from '#features/guardrails/library/service-allow-list.guardrail.ts'
import { sourceIpGuardrail } from '#features/guardrails/library/source-ip.guardrail.ts'

export const guardrails = [
  accountBoundaryGuardrail,
  denyLeaveOrganizationGuardrail,
  denyRegionsGuardrail,
  gameDayDenialGuardrail,
  organizationBoundaryGuardrail,
  ouBoundaryGuardrail,
  protectRolesGuardrail,
  protectSecurityServicesGuardrail,
  serviceAllowListGuardrail,
  sourceIpGuardrail,
] as const
