import assert from 'node:assert/strict'
import { test } from 'node:test'
import { classifyDenial } from './classify-denial.ts'

const user =
  'User: arn:aws:sts::123456789012:assumed-role/Reeve/s is not authorized to perform: iam:ListRoles on resource: arn:aws:iam::123456789012:role/*'
const told = (message: string, code = 'AccessDenied') => classifyDenial({ code, message, action: 'iam:ListRoles' })

const explicitDenials = [
  ['in an identity-based policy', 'identity'],
  ['in a permissions boundary', 'boundary'],
  ['in a session policy', 'session'],
  ['in a service control policy', 'scp'],
  ['in a resource control policy', 'rcp'],
  ['in a resource-based policy', 'resource'],
  ['in the role trust policy', 'trust'],
  ['in a VPC endpoint policy', 'vpc_endpoint'],
] as const
for (const [words, by] of explicitDenials) {
  test(`"with an explicit deny ${words}" is an explicit denial by ${by}`, () => {
    const denial = told(`${user} with an explicit deny ${words}`)
    assert.deepEqual([denial.by, denial.explicit, denial.source, denial.policyArn], [by, true, 'aws-message', undefined])
    assert.deepEqual([denial.action, denial.resource], ['iam:ListRoles', 'arn:aws:iam::123456789012:role/*'])
  })
}

const implicitDenials = [
  ['no identity-based policy allows', 'identity'],
  ['no permissions boundary allows', 'boundary'],
  ['no session policy allows', 'session'],
  ['no service control policy allows', 'scp'],
  ['no resource control policy allows', 'rcp'],
  ['no resource-based policy allows', 'resource'],
  ['no role trust policy allows', 'trust'],
  ['no VPC endpoint policy allows', 'vpc_endpoint'],
] as const
for (const [words, by] of implicitDenials) {
  test(`"because ${words}" is a missing allow of ${by}`, () => {
    const denial = told(`${user} because ${words} the iam:ListRoles action`)
    assert.deepEqual([denial.by, denial.explicit], [by, false])
  })
}

test('the message of 2026 gives the ARN of the denying policy', () => {
  const arn = 'arn:aws:organizations::987654321098:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd'
  const denial = told(`${user} with an explicit deny in a service control policy: ${arn}`)
  assert.deepEqual([denial.by, denial.explicit, denial.policyArn], ['scp', true, arn])
})

test('EC2’s encoded reason is passed on as evidence, apart from the sentence, and the policy’s ARN loses the full stop', () => {
  const arn = 'arn:aws:organizations::987654321098:policy/o-qv5af4abcd/service_control_policy/p-2kgnabcd'
  const denial = classifyDenial({
    code: 'UnauthorizedOperation',
    action: 'ec2:RunInstances',
    message: `You are not authorized to perform this operation. User: arn:aws:sts::123456789012:assumed-role/R/s is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:123456789012:instance/* with an explicit deny in a service control policy: ${arn}. Encoded authorization failure message: l26LbhSrTHsbjKaIOy7T-x_y`,
  })
  assert.equal(denial.policyArn, arn)
  assert.equal(denial.encodedMessage, 'l26LbhSrTHsbjKaIOy7T-x_y')
  assert.ok(!denial.message.includes('l26LbhSr'))
  assert.equal(denial.resource, 'arn:aws:ec2:us-east-1:123456789012:instance/*')
})

test('what AWS does not say stays unknown: a wrong ExternalId, a missing role and missing MFA read alike', () => {
  const denial = classifyDenial({
    code: 'AccessDenied',
    action: 'sts:AssumeRole',
    message: 'User: arn:aws:iam::1:user/u is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/R',
  })
  assert.deepEqual([denial.by, 'explicit' in denial, 'policyArn' in denial], ['unknown', false, false])
  assert.equal(told('You don’t have permissions to access this resource.').by, 'unknown')
  assert.equal(told('You don’t have permissions to access this resource.').action, 'iam:ListRoles')
})

test('a resource that is named like a policy type decides nothing', () => {
  const message =
    'User: arn:aws:iam::1:user/u is not authorized to perform: iam:GetPolicy on resource: policy/service control policy because no identity-based policy allows the iam:GetPolicy action'
  assert.equal(told(message).by, 'identity')
})
