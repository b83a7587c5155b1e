import { defineService, type Violation } from '../define-service.ts'
import type { SimError } from '../define-operation.ts'
import { accountActiveProvider, organizationProvider } from '../providers.ts'
import { invalidInputError } from './errors.ts'
import { viewOf } from './levels.ts'
import { settle } from './membership.ts'
import { operations } from './operations.gen.ts'
import { findOrganizationOf, organizationsState } from './state.ts'
import { organizationsThrottles } from './throttles.ts'

/** AWS Organizations: one endpoint per partition, signed for its home Region. */
export const organizationsService = defineService({
  name: 'organizations',
  protocol: 'awsJson1_1',
  targetPrefix: 'AWSOrganizationsV20161128',
  answersIn: 'home',
  schemas: () => import('@aws-sdk/client-organizations'),
  operations,
  throttles: organizationsThrottles,
  errors: {
    denied: { code: 'AccessDeniedException', status: 400 },
    throttled: {
      code: 'TooManyRequestsException',
      status: 400,
      message: 'AWS Organizations is experiencing an exceptional number of calls. Try again later.',
    },
    invalid: invalidInputOf,
  },
  start: (aws) => {
    aws.provide(organizationProvider, (accountId) => {
      const organization = findOrganizationOf(aws, accountId)
      return organization === undefined ? undefined : viewOf(organization, accountId, aws.now())
    })
    aws.provide(accountActiveProvider, (accountId) => {
      const organization = findOrganizationOf(aws, accountId)
      if (organization !== undefined) settle(aws, organization)
      const account = organizationsState(aws).accounts.get(accountId)
      return account === undefined || account.state === 'ACTIVE' || account.state === 'PENDING_CLOSURE'
    })
  },
})

/** Organizations answers broken constraints with its own exception and the reason of the first. */
function invalidInputOf(violations: readonly Violation[]): SimError {
  const [{ kind, rule, path } = { kind: 'required', rule: '', path: '' }] = violations
  if (kind === 'required') return invalidInputError('INPUT_REQUIRED')
  if (kind === 'pattern') return invalidInputError(path === 'TargetId' ? 'INVALID_PATTERN_TARGET_ID' : 'INVALID_PATTERN')
  if (kind === 'enum')
    return invalidInputError(/PolicyType|Filter|Type/.test(path) && !path.includes('.') ? 'INVALID_ENUM_POLICY_TYPE' : 'INVALID_ENUM')
  const isTooSmall = rule.includes('greater than')
  if (kind === 'length') return invalidInputError(isTooSmall ? 'MIN_LENGTH_EXCEEDED' : 'MAX_LENGTH_EXCEEDED')
  return invalidInputError(isTooSmall ? 'MIN_VALUE_EXCEEDED' : 'MAX_VALUE_EXCEEDED')
}
