import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Decision, type EvaluationRequest, layerOrder, type PolicyLayers } from '#iam/types.ts'
import { compareCases } from './compare.ts'
import { evaluate } from './evaluate.ts'
import { operatorsOf } from './vocabulary.ts'

const caseCount = 12_000
const { coverage, disagreements } = compareCases(1, caseCount)

test(`engine and documentation agree on ${caseCount} generated requests: decision, blocking layers and deciding statements`, () => {
  assert.deepEqual(disagreements, [])
})

test('the generated requests reach every operator in every form, every element, layer, version and kind of caller', () => {
  const operators = Object.values(operatorsOf).flat()
  for (const operator of operators)
    for (const form of ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((quantifier) =>
      ['', 'IfExists'].map((end) => quantifier + operator + end),
    ))
      assert.ok(coverage.count(`operator ${form}`) >= 20, `${form}: ${coverage.count(`operator ${form}`)}`)
  assert.ok(coverage.count('operator Null') >= 100)
  for (const layer of layerOrder) assert.ok(coverage.count(`layer ${layer}`) >= 500, layer)
  for (const element of ['Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition', 'Sid'])
    assert.ok(coverage.count(`element ${element}`) >= 300, element)
  for (const version of ['2012-10-17', '2008-10-17', 'none']) assert.ok(coverage.count(`version ${version}`) >= 300, version)
  for (const caller of ['aws', 'service', 'federated', 'anonymous']) assert.ok(coverage.count(`caller ${caller}`) >= 200, caller)
})

test('no outcome is rare: every decision, every layer alone in the way, and thousands of requests below three or more SCP levels', () => {
  assert.ok(coverage.count('three or more SCP levels') >= 3_000)
  for (const decision of ['allowed', 'implicit_deny', 'explicit_deny'])
    assert.ok(coverage.count(`decision ${decision}`) >= caseCount / 10, decision)
  for (const layer of layerOrder) assert.ok(coverage.count(`blocked only by ${layer}`) >= 25, layer)
  assert.ok(coverage.count('hinges on the resource account') >= 20)
})

type Labelled = {
  readonly title: string
  readonly policies: PolicyLayers
  readonly request: EvaluationRequest
  readonly expect: Partial<Decision>
}

test("the literal reading answers the engine's labelled cases as their labels say", () => {
  const folder = `${import.meta.dirname}/../../src/iam/cases`
  // Documents that AWS would not store have no answer in its documentation.
  const files = globSync('**/*.case.json', { cwd: folder }).filter((file) => !file.startsWith('malformed'))
  assert.ok(files.length >= 10)
  for (const file of files)
    for (const { title, policies, request, expect } of JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as Labelled[]) {
      const answer = evaluate(policies, request)
      for (const part of ['decision', 'blockedBy', 'decidedBy'] as const)
        if (expect[part] !== undefined) assert.deepEqual(answer[part], expect[part], `${file}: ${title}: ${part}`)
    }
})
