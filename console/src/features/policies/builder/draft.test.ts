import { expect, test } from 'vitest'
import { createCommand, emptyCondition, emptyStatement, fileName, savedText, toDocument } from './draft.ts'

const deny = { ...emptyStatement, sid: ' NoLeaving ', actions: ['organizations:LeaveOrganization'] }

test('a statement is what the form says, and nothing that was left empty', () => {
  expect(toDocument({ form: 'scp', statements: [deny] })).toEqual({
    Version: '2012-10-17',
    Statement: [{ Sid: 'NoLeaving', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }],
  })
  const except = { ...deny, sid: '', actionsAre: 'except' as const, actions: ['iam:*', 'sts:*'], resources: ['a', 'b'] }
  expect(toDocument({ form: 'identity', statements: [except] })).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: ['a', 'b'] }],
  })
})

test('an RCP names every principal', () => {
  expect(toDocument({ form: 'rcp', statements: [deny] })).toMatchObject({ Statement: [{ Principal: '*' }] })
})

test('conditions of one operator share its block, and values of one key its list', () => {
  const condition = (operator: string, key: string, ...values: string[]) => ({ ...emptyCondition, operator, key, values })
  const conditions = [
    condition('StringNotEquals', 'aws:RequestedRegion', 'eu-central-1'),
    condition('StringNotEquals', 'aws:RequestedRegion', 'eu-west-1'),
    condition('StringNotEquals', 'aws:PrincipalOrgID', 'o-1'),
    { ...condition('ArnNotLike', 'aws:PrincipalArn', 'arn:*'), ifExists: true },
    { ...condition('StringLike', 'aws:TagKeys', 'a'), qualifier: 'ForAllValues' as const },
    { ...condition('Null', 'aws:TokenIssueTime', 'true'), ifExists: true },
    condition('StringLike', ' ', 'ignored'),
  ]
  expect(toDocument({ form: 'scp', statements: [{ ...deny, conditions }] })).toMatchObject({
    Statement: [
      {
        Condition: {
          StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'], 'aws:PrincipalOrgID': 'o-1' },
          ArnNotLikeIfExists: { 'aws:PrincipalArn': 'arn:*' },
          'ForAllValues:StringLike': { 'aws:TagKeys': 'a' },
          Null: { 'aws:TokenIssueTime': 'true' },
        },
      },
    ],
  })
})

test('what is saved is easy to read, unless only the text without blanks fits into AWS’s limit', () => {
  const document = { a: ['b', 'c d'] }
  expect(savedText(document, 1000)).toContain('\n')
  expect(savedText(document, undefined)).toContain('\n')
  expect(savedText(document, 20)).toBe('{"a":["b","c d"]}')
})

test('a file is named harmlessly', () => {
  expect(fileName({ name: '../Deny <leaving> ', form: 'scp' })).toBe('Deny-leaving.json')
  expect(fileName({ name: ' ', form: 'rcp' })).toBe('rcp.json')
})

test('the command keeps every text one word, whatever the name holds', () => {
  expect(createCommand({ form: 'scp', name: "it's; rm", description: '$(x)' })).toBe(
    `aws organizations create-policy --type SERVICE_CONTROL_POLICY --name 'it'\\''s; rm' --description '$(x)' --content 'file://it-s-rm.json'`,
  )
  expect(createCommand({ form: 'identity', name: '', description: '' })).toMatch(/--policy-name 'identity' .* --policy-document/)
})
