import { defineErrors, type ErrorSpec } from '#lib/app-error.ts'

export const badgeErrorSpecs = {
  badge_account_not_found: { status: 404, title: 'Account not found' },
  badge_organization_not_found: { status: 404, title: 'Organization not found' },
  badge_not_found: { status: 404, title: 'Badge not found' },
  badge_is_harvested: { status: 409, title: 'This badge comes from AWS' },
  badge_bounds_people: { status: 403, title: 'This badge decides who may do what' },
  badge_key_reserved: { status: 400, title: 'This badge key is kept by Reeve' },
} as const satisfies Record<string, ErrorSpec>

export const badgeErrors = defineErrors(badgeErrorSpecs)
