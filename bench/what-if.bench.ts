import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { actionListOf } from '#features/policies/what-if/action-list.ts'
import type { Estate, EstateNode, EstatePolicy } from '#features/policies/what-if/estate.ts'
import { applyEstateEdit } from '#features/policies/what-if/plan-estate-edit.ts'
import { predictEdit } from '#features/policies/what-if/predict-edit.ts'
import { readIamIndex } from '#iam/data/iam-index.ts'

export type WhatIfRow = {
  /** `shared`: accounts differ by their OUs alone; `own`: every account has an SCP of its own. */
  readonly case: 'shared' | 'own'
  readonly accounts: number
  readonly actions: number
  readonly distinctChains: number
  readonly durationMs: number
  readonly cpuMs: number
  readonly peakRssMb: number
}

const ouCount = 150
const policyCount = 80
const services = ['ec2', 's3', 'rds', 'lambda', 'kms', 'iam', 'sqs']
const verbs = ['Create*', 'Delete*', 'Put*', '*']

/** What attaching one SCP to the root would change for 1,000 accounts over all actions; each case in a process of its own, for its memory. */
async function run(): Promise<WhatIfRow[]> {
  return (['shared', 'own'] as const).map((name) => {
    const child = spawnSync(process.execPath, [import.meta.filename, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
    if (child.status !== 0) throw new Error(`the case "${name}" ended with ${child.status}`)
    return JSON.parse(child.stdout) as WhatIfRow
  })
}

function measure(name: WhatIfRow['case'], accounts = 1_000): WhatIfRow {
  const index = readIamIndex(readFileSync(new URL('../src/iam/data/iam-data.gen.json', import.meta.url), 'utf8'))
  const actions = actionListOf(index.services().flatMap((service) => index.actionsOf(service).map(({ action }) => action)))
  const estate = estateOf(name, accounts)
  const start = performance.now()
  const cpu = process.cpuUsage()
  const edited = applyEstateEdit(estate, { kind: 'attach', policyId: 'p-considered', targetId: 'r-root' })
  if (edited.kind !== 'ok') throw new Error(edited.detail)
  const { groups } = predictEdit(estate, edited.estate, { type: 'SERVICE_CONTROL_POLICY', actions })
  if (groups.length === 0) throw new Error('the edit changed nothing: the bench measures nothing')
  const { user, system } = process.cpuUsage(cpu)
  return {
    case: name,
    accounts,
    actions: actions.names.length,
    distinctChains: name === 'own' ? accounts : ouCount,
    durationMs: Math.round(performance.now() - start),
    cpuMs: Math.round((user + system) / 1_000),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  }
}

function estateOf(name: WhatIfRow['case'], accounts: number): Estate {
  const nodes: EstateNode[] = [{ id: 'r-root', kind: 'root', parentId: null, name: 'Root' }]
  const policies: EstatePolicy[] = [
    policy('p-full', [{ Effect: 'Allow', Action: '*', Resource: '*' }]),
    policy('p-considered', [{ Effect: 'Deny', Action: ['s3:*', 'ec2:*'], Resource: '*' }]),
  ]
  const attachments = new Map<string, string[]>([['r-root', ['p-full']]])
  for (let index = 0; index < policyCount; index++) policies.push(policy(`p-${index}`, denials(index)))
  for (let index = 0; index < ouCount; index++) {
    nodes.push({ id: `ou-${index}`, kind: 'ou', parentId: index < 30 ? 'r-root' : `ou-${index % 30}`, name: `ou ${index}` })
    attachments.set(`ou-${index}`, ['p-full', `p-${index % policyCount}`])
  }
  for (let index = 0; index < accounts; index++) {
    const id = String(100_000_000_000 + index)
    nodes.push({ id, kind: 'account', parentId: `ou-${index % ouCount}`, name: id })
    attachments.set(id, name === 'own' ? ['p-full', `p-own${index}`] : ['p-full'])
    if (name === 'own')
      policies.push(
        policy(`p-own${index}`, [...denials(index), { Sid: `Own${index}`, Effect: 'Deny', Action: 'sns:Publish', Resource: '*' }]),
      )
  }
  return {
    organizationId: 'o-a1b2c3d4e5',
    managementAccountId: '999999999999',
    nodes: new Map(nodes.map((node) => [node.id, node])),
    policies: new Map(policies.map((each) => [each.id, each])),
    attachments,
  }
}

/** Eight statements, every second one conditional, the first by NotAction: the shape of a Region guardrail beside service denials. */
function denials(seed: number): object[] {
  return Array.from({ length: 8 }, (_, index) => ({
    Sid: `S${index}`,
    Effect: 'Deny',
    ...(index === 0
      ? { NotAction: ['iam:*', 'sts:*', 'route53:*'] }
      : { Action: [`${services[(seed + index) % services.length]}:${verbs[(seed + index) % verbs.length]}`] }),
    Resource: '*',
    ...(index % 2 === 0 && { Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } } }),
  }))
}

function policy(id: string, statements: readonly object[]): EstatePolicy {
  return {
    id,
    type: 'SERVICE_CONTROL_POLICY',
    name: id,
    awsManaged: id === 'p-full',
    content: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  }
}

const [, script, name] = process.argv
if (script === import.meta.filename && (name === 'shared' || name === 'own')) process.stdout.write(JSON.stringify(measure(name)))

export const bench = { name: 'what-if', run }
