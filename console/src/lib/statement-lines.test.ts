import { expect, test } from 'vitest'
import { statementLines } from './statement-lines.ts'

const linesOf = (policy: object, index: number): string | undefined => {
  const text = JSON.stringify(policy, null, 2)
  const found = statementLines(text, index)
  return found === undefined
    ? undefined
    : text
        .split('\n')
        .slice(found.from - 1, found.to)
        .join('\n')
        .replace(/^\s*("Statement": )?/, '')
        .replace(/,$/, '')
}

test('a statement’s lines are that statement, whichever it is and however it is written', () => {
  const one = { Sid: 'A', Effect: 'Deny', Action: ['s3:*', 'ec2:*'], Resource: '*' }
  const two = { Sid: 'B', Effect: 'Allow', Action: '*', Resource: '*', Condition: { Bool: { x: ['}', '{'] } } }
  for (const [index, statement] of [one, two].entries()) {
    expect(JSON.parse(linesOf({ Version: '2012-10-17', Statement: [one, two] }, index) ?? '')).toEqual(statement)
  }
  expect(JSON.parse(linesOf({ Id: 'x', Statement: one }, 0) ?? '')).toEqual(one)
})

test('there are no lines for a statement that is not there, nor in what is no policy', () => {
  expect(linesOf({ Statement: [] }, 0)).toBe(undefined)
  expect(linesOf({ Statement: {} }, 1)).toBe(undefined)
  for (const text of ['', '{', '[]', 'null', '"x"']) expect(statementLines(text, 0)).toBe(undefined)
})
