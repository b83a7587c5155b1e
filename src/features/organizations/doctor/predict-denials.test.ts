import assert from 'node:assert/strict'
import { test } from 'node:test'
import { predictDenials } from './predict-denials.ts'

const organization = { id: 'o-aa111bb222', managementAccountId: '111111111111' }
const call = {
  action: 'sts:AssumeRole',
  principalArn: 'arn:aws:iam::999999999999:role/reeve',
  roleArn: 'arn:aws:iam::222222222222:role/reeve-member',
}
const full = {
  name: 'p-Full',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] },
}

function perimeter(condition: object) {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'Perimeter', Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Resource: '*', Condition: condition }],
  }
  return {
    scp: [],
    rcp: [
      { target: 'r-ab12', policies: [full] },
      { target: '222222222222', policies: [full, { name: 'p-perimeter', document }] },
    ],
  }
}

test('an RCP of the target that keeps strangers out is found, with its statement and place', () => {
  const [found, ...rest] = predictDenials(
    call,
    { caller: undefined, target: perimeter({ StringNotEquals: { 'aws:PrincipalAccount': '333333333333' } }) },
    organization,
  )
  assert.deepEqual([found?.layer, found?.policy, found?.sid, found?.target, rest], ['rcp', 'p-perimeter', 'Perimeter', '222222222222', []])
  assert.deepEqual(found?.hingesOn, [])
})

test('an RCP that makes an exception for the caller denies nothing', () => {
  assert.deepEqual(
    predictDenials(
      call,
      { caller: undefined, target: perimeter({ StringNotEquals: { 'aws:PrincipalAccount': '999999999999' } }) },
      organization,
    ),
    [],
  )
})

test("the SCPs of the target's account do not bind the caller of another one", () => {
  const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }] }
  const chain = { scp: [{ target: '222222222222', policies: [{ name: 'p-deny', document: deny }] }], rcp: [] }
  assert.deepEqual(predictDenials(call, { caller: undefined, target: chain }, organization), [])
  assert.deepEqual(
    predictDenials(call, { caller: chain, target: undefined }, organization).map(({ layer, policy }) => [layer, policy]),
    [['scp', 'p-deny']],
  )
})

test('policies that are not known whole predict nothing', () => {
  assert.deepEqual(predictDenials(call, { caller: undefined, target: undefined }, organization), [])
})
