import { commonErrors, defineService, type Throttle } from '../define-service.ts'
import { regionEnabledProvider } from '../providers.ts'
import { operations } from './operations.gen.ts'
import { isRegionEnabled } from './state.ts'

const row = (operation: string, rate: number, burst: number): Throttle => ({
  operations: [operation],
  account: { rate, burst },
  per: 'account',
})

/** AWS Account Management. https://docs.aws.amazon.com/accounts/latest/reference/quotas.html; bursts of the contact calls are assumed. */
export const accountService = defineService({
  name: 'account',
  protocol: 'restJson1',
  answersIn: 'home',
  schemas: () => import('@aws-sdk/client-account'),
  operations,
  throttles: [
    row('ListRegions', 5, 5),
    row('GetRegionOptStatus', 5, 5),
    row('GetAccountInformation', 3, 3),
    row('GetAlternateContact', 10, 15),
    row('PutAlternateContact', 5, 8),
    row('DeleteAlternateContact', 1, 6),
    row('GetContactInformation', 10, 15),
    row('PutContactInformation', 5, 8),
    row('EnableRegion', 1, 1),
    row('DisableRegion', 1, 1),
  ],
  errors: {
    ...commonErrors.json,
    denied: { code: 'AccessDeniedException', status: 403 },
    throttled: { code: 'TooManyRequestsException', status: 429, message: 'Too many requests' },
  },
  start: (aws) => aws.provide(regionEnabledProvider, (accountId, region) => isRegionEnabled(aws, accountId, region)),
})
