import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { compilePolicies, decide, type Decision, type EvaluationRequest, explain, type PolicyLayers } from '../index.ts'

type Case = {
  readonly title: string
  /** The AWS page, or our own contract, that the expectation is from. */
  readonly source: string
  readonly policies: PolicyLayers
  readonly request: EvaluationRequest
  readonly expect: Partial<Decision> & { readonly rule?: string }
}

const files = globSync('**/*.case.json', { cwd: import.meta.dirname }).sort()

for (const file of files) {
  const cases = JSON.parse(readFileSync(`${import.meta.dirname}/${file}`, 'utf8')) as Case[]
  for (const { title, policies, request, expect } of cases) {
    test(`${file.replace('.case.json', '')}: ${title}`, () => {
      const compiled = compilePolicies(policies)
      const decision = decide(compiled, request)
      const { rule, ...wanted } = expect
      for (const key of Object.keys(wanted) as (keyof typeof wanted)[])
        assert.deepEqual(decision[key], wanted[key], `${key}: ${explain(compiled, request).sentence}`)
      if (rule !== undefined)
        assert.ok(
          decision.diagnostics.some((diagnostic) => diagnostic.rule === rule),
          JSON.stringify(decision.diagnostics),
        )
    })
  }
}

test('there are case files for every part of the language', () => {
  assert.deepEqual(
    [...new Set(files.map((file) => file.split('/')[0]))],
    ['accounts', 'conditions', 'exemptions', 'language', 'malformed', 'organizations'],
  )
})
