import { expect, test } from 'vitest'
import { accountConcerned, statementHref } from './cause-words.ts'

test('a role that was not assumed concerns the role’s account, any other denial that of whoever was denied', () => {
  const denied = { accountId: '111122223333', resourceAccountId: '444455556666' }
  expect(accountConcerned({ ...denied, action: 'sts:AssumeRole' })).toBe('444455556666')
  expect(accountConcerned({ ...denied, action: 's3:GetObject' })).toBe('111122223333')
  expect(accountConcerned({ ...denied, resourceAccountId: null, action: 'sts:AssumeRole' })).toBe('111122223333')
})

test('the way leads to the statement only where the policy is one of the organization’s', () => {
  const href = (policy: object) => statementHref({ policy })
  expect(href({ id: 'p-abc123', statement: 0 })).toBe('/policies/p-abc123?statement=0')
  expect(href({ arn: 'arn:aws:organizations::1:policy/o-1/service_control_policy/p-abc123' })).toBe('/policies/p-abc123')
  expect(href({ name: 'ReadOnly' })).toBe(undefined)
  expect(href({ id: '../settings' })).toBe(undefined)
})
