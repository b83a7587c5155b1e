import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { classifyError } from '#platform/aws/classify-error.ts'
import { classifyDenial } from '#platform/aws/classify-denial.ts'
import type { Cause } from './cause.ts'
import { chains } from './chains.fixture.ts'
import { type Decoded, decideCause, type LensInput, type Observation, type Simulated } from './decide-cause.ts'
import { evaluateOrganization } from './organization-evidence.ts'

type Case = {
  readonly name: string
  readonly aws?: {
    readonly code: string
    readonly message: string
    readonly service: string
    readonly action: string
    readonly region: string
  }
  readonly simulated?: Simulated
  readonly decoded?: Decoded
  readonly chain?: string
  readonly probe?: { readonly kind: 'succeeded' } | { readonly kind: 'denied'; readonly code: string; readonly message: string }
  readonly expect: {
    readonly kind: Cause['kind']
    readonly source: Cause['source']
    readonly explicit?: boolean
    readonly policyId?: string
    readonly policyArn?: string
    readonly sid?: string
    readonly attachedTo?: string
    readonly candidatesInclude?: readonly Cause['kind'][]
    readonly excludes?: readonly Cause['kind'][]
    readonly hingesOn?: readonly string[]
    readonly dismissed?: boolean
  }
}

/** Labelled by hand from AWS's documented messages; the engine had no part in it. */
const cases = JSON.parse(readFileSync(new URL('cases/denials.case.json', import.meta.url), 'utf8')) as Case[]

for (const each of cases) {
  test(`${each.name} [SCPW-2, SCPW-3]`, () => {
    const cause = decideCause(inputOf(each))
    const { expect } = each
    assert.equal(cause.kind, expect.kind, cause.sentence)
    assert.equal(cause.source, expect.source)
    if (expect.explicit !== undefined) assert.equal(cause.explicit, expect.explicit)
    // What a case does not name, the lens must not claim.
    assert.equal(
      cause.policy?.id,
      expect.policyId ?? (expect.sid === undefined && expect.attachedTo === undefined ? undefined : cause.policy?.id),
    )
    if (expect.policyArn !== undefined) assert.equal(cause.policy?.arn, expect.policyArn)
    if (expect.sid !== undefined) assert.equal(cause.policy?.sid, expect.sid)
    if (expect.attachedTo !== undefined) assert.deepEqual(cause.policy?.attachedTo, [expect.attachedTo])
    for (const kind of expect.candidatesInclude ?? [])
      assert.ok(cause.candidates.includes(kind), `${kind} is missing from ${cause.candidates.join()}`)
    for (const kind of expect.excludes ?? [])
      assert.ok(cause.excluded.includes(kind) && !cause.candidates.includes(kind), `${kind} is not ruled out`)
    if (expect.kind !== 'unknown') assert.deepEqual(cause.candidates, [])
    assert.deepEqual(cause.hingesOn, expect.hingesOn ?? [])
    assert.equal(cause.isDismissed, expect.dismissed ?? false)
    assert.doesNotMatch(cause.sentence, /undefined|\[object/)
  })
}

test('the corpus has at least sixty cases, each cause and each source among them', () => {
  assert.ok(cases.length >= 60, `${cases.length} cases`)
  const kinds = new Set(cases.map(({ expect }) => expect.kind))
  for (const kind of [
    'identity',
    'boundary',
    'session',
    'scp',
    'rcp',
    'resource',
    'trust',
    'vpc_endpoint',
    'region_disabled',
    'simulator_artefact',
    'unknown',
  ] as const)
    assert.ok(kinds.has(kind), kind)
  for (const source of ['aws-message', 'decoded', 'inferred', 'probed'] as const)
    assert.ok(
      cases.some(({ expect }) => expect.source === source),
      source,
    )
})

test('without harvested policies the lens never names an SCP that AWS did not name', () => {
  for (const each of cases) {
    const cause = decideCause({ ...inputOf(each), organization: { kind: 'not_harvested' } })
    if (cause.kind === 'scp' || cause.kind === 'rcp') assert.notEqual(cause.source, 'inferred', each.name)
  }
})

function inputOf(each: Case): LensInput {
  const { chain, probe, simulated, aws } = each
  const action = simulated?.action ?? aws?.action ?? ''
  const organization = evaluateOrganization(chain === undefined ? undefined : chains[chain], {
    principal: { arn: 'arn:aws:sts::111111111111:assumed-role/Reeve-Member/reeve', accountId: '111111111111' },
    action,
    resource:
      action === 'sts:AssumeRole'
        ? { arn: 'arn:aws:iam::222222222222:role/Reeve-Member', accountId: '222222222222' }
        : { arn: '*', accountId: '111111111111' },
    context: { 'aws:RequestedRegion': aws?.region ?? 'us-east-1' },
  })
  return {
    observation: simulated === undefined ? observationOf(each) : { kind: 'simulated', simulated },
    organization,
    ...(probe !== undefined && {
      probe: probe.kind === 'succeeded' ? probe : { kind: 'denied', denial: classifyDenial({ ...probe, action }) },
    }),
  }
}

/** The whole way from AWS's answer: what the door makes of it is part of what is tested. */
function observationOf({ aws, decoded }: Case): Observation {
  assert.ok(aws)
  const error = Object.assign(new Error(aws.message), { name: aws.code, $fault: 'client', $metadata: { httpStatusCode: 403 } })
  const [service = '', operation = ''] = aws.action.split(':')
  const failure = classifyError(error, { service, operation, region: aws.region, attempts: 1, isProven: true })?.failure
  if (failure?.kind === 'region_disabled') return failure
  assert.equal(failure?.kind, 'denied', JSON.stringify(failure))
  return {
    kind: 'denied',
    denial: (failure as { denial: Extract<Observation, { kind: 'denied' }>['denial'] }).denial,
    ...(decoded !== undefined && { decoded }),
  }
}
