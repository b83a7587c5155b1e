import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readParams, renderGuardrail } from './render-guardrail.ts'

test('words become parameters: lists by comma or repetition, JSON where given, text otherwise', () => {
  const { params, faults } = readParams('deny-regions', [
    'allowedRegions=eu-central-1,eu-west-1',
    'allowedRegions=eu-north-1',
    'globalActions=["iam:*"]',
    'nonsense',
  ])
  assert.deepEqual(params, { allowedRegions: ['eu-central-1', 'eu-west-1', 'eu-north-1'], globalActions: ['iam:*'] })
  assert.deepEqual(faults, ['--param nonsense: write it as key=value.'])
  assert.deepEqual(readParams('game-day-denial', ['until=2026-12-01T12:00:00Z']).params, { until: '2026-12-01T12:00:00Z' })
})

test('a rendered guardrail carries its size and probes that hold', () => {
  const result = renderGuardrail('deny-regions', { params: { allowedRegions: ['eu-central-1'] } })
  assert.equal(result.kind, 'rendered')
  if (result.kind !== 'rendered') return
  assert.equal(result.characters, JSON.stringify(result.document).length)
  assert.ok(result.probes.length >= 3 && result.probes.every(({ holds }) => holds))
})

test('every fault of the parameters is told at once, with its field', () => {
  const result = renderGuardrail('ou-boundary', {
    params: { paths: ['ou-ab12-11111111'], actions: ['everything'], colour: 'red' },
    form: 'rcp',
  })
  assert.equal(result.kind, 'invalid')
  assert.deepEqual(result.kind === 'invalid' && result.faults.map(({ field }) => field).toSorted(), [
    '(whole)',
    'actions.0',
    'form',
    'paths.0',
  ])
})

test('an unknown guardrail is answered with those there are', () => {
  const result = renderGuardrail('nope', { params: {} })
  assert.ok(result.kind === 'unknown_guardrail' && result.known.includes('deny-regions'))
})

test('exempting a path that anyone may create brings the Deny that guards it, and says so', () => {
  const result = renderGuardrail('deny-regions', {
    params: {
      allowedRegions: ['eu-central-1'],
      exemptPrincipals: ['arn:aws:iam::*:role/service-role/*'],
      exemptionAdministrators: ['arn:aws:iam::*:role/Admin'],
    },
  })
  assert.equal(result.kind, 'rendered')
  if (result.kind !== 'rendered') return
  assert.deepEqual(
    result.document.Statement.map(({ Sid }) => Sid),
    ['DenyOutsideApprovedRegions', 'GuardExemptRolePaths'],
  )
  assert.match(result.notes[0] ?? '', /creating, passing or re-trusting them is denied to all but arn:aws:iam::\*:role\/Admin/)
})
