import type { PolicyIdentifier, SimulatePrincipalPolicyRequest } from '@aws-sdk/client-iam'
import type { NamedDocument } from '#iam/types.ts'
import { globalContext } from '../../context-keys.ts'
import { type Caller, defineOperation, type OperationCall, SimError } from '../../define-operation.ts'
import { organizationProvider } from '../../providers.ts'
import { getRole, getUser } from '../errors.ts'
import { common, iamPage, ownIam } from '../requests.ts'
import { contextFrom, inputPolicies, requireActions, simulate, type Simulated } from '../simulate.ts'
import { policiesOf, type PrincipalRecord } from '../state.ts'

type Call = OperationCall<SimulatePrincipalPolicyRequest>

/** Evaluates a live principal's policies with the SCPs above its account. https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const simulatePrincipalPolicy = defineOperation<SimulatePrincipalPolicyRequest>({
  name: 'SimulatePrincipalPolicy',
  constraints: { MaxItems: common.MaxItems, PolicySourceArn: { length: [20, 2048] }, ActionNames: { length: [0, 1000] } },
  authorize: (call) => ({ action: 'iam:SimulatePrincipalPolicy', resource: call.input.PolicySourceArn! }),
  handle(call) {
    const { input } = call
    requireActions(input.ActionNames!)
    const record = sourceOf(call)
    const results = simulate(simulatedFor(call, record), {
      actions: input.ActionNames!,
      resources: input.ResourceArns ?? ['*'],
      resourceOwner: input.ResourceOwner?.split(':')[4],
    })
    const { items, rest } = iamPage(results, input, `simulate/${record.arn}/${input.ActionNames!.join()}`)
    return { EvaluationResults: items, ...rest }
  },
})

function sourceOf(call: Call): PrincipalRecord {
  const arn = call.input.PolicySourceArn!
  const match = /^arn:[a-z-]+:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn)
  if (match === null || match[1] !== call.caller.accountId)
    throw new SimError('InvalidInputException', `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`)
  const iam = ownIam(call)
  return match[2] === 'user' ? getUser(iam, match[3]!) : getRole(iam, match[3]!)
}

function simulatedFor(call: Call, record: PrincipalRecord): Simulated {
  const { aws, caller, input } = call
  const organization = aws.ask(organizationProvider)(caller.accountId)
  const { identity, boundary } = policiesOf(aws, ownIam(call), record)
  const kept = withoutExcluded(identity, input.PolicyExclusionList ?? [])
  const scpApplies =
    organization?.scp !== undefined && organization.managementAccountId !== caller.accountId && !excludes(input.PolicyExclusionList, 'scp')
  const source: Caller = {
    kind: record.kind,
    accountId: caller.accountId,
    arn: record.arn,
    userId: record.id,
    accessKeyId: '',
    entityPath: `${record.path.slice(1)}${record.name}`,
  }
  const boundaries =
    input.PermissionsBoundaryPolicyInputList === undefined ? boundary : inputPolicies(input.PermissionsBoundaryPolicyInputList)
  return {
    layers: {
      identity: [...kept, ...inputPolicies(input.PolicyInputList)],
      ...(boundaries === undefined || excludes(input.PolicyExclusionList, 'permission-boundary') ? {} : { boundary: boundaries }),
      ...(input.ResourcePolicy === undefined ? {} : { resource: input.ResourcePolicy }),
      ...(scpApplies ? { scp: organization.scp } : {}),
    },
    principal: { arn: record.arn, accountId: caller.accountId },
    ...(organization === undefined ? {} : { organization: { id: organization.id, managementAccountId: organization.managementAccountId } }),
    context: { ...principalKeys(call, source), ...contextFrom(input.ContextEntries) },
    legacyArtefact: aws.settings.legacySimulatorArtefact,
  }
}

/** The keys that the simulator fills in by itself; all others come from ContextEntries. */
function principalKeys({ aws, region }: Call, caller: Caller): Simulated['context'] {
  const filled = [
    'aws:PrincipalAccount',
    'aws:PrincipalType',
    'aws:userid',
    'aws:username',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgMasterAccountId',
    'aws:PrincipalOrgPaths',
    'aws:PrincipalArn',
  ]
  const all = globalContext(aws, { caller, region, organization: aws.ask(organizationProvider)(caller.accountId) })
  return Object.fromEntries(filled.flatMap((key) => (all[key] === undefined ? [] : [[key, all[key]]])))
}

function excludes(list: readonly PolicyIdentifier[] | undefined, type: string): boolean {
  return (list ?? []).some((identifier) => 'PolicyType' in identifier && identifier.PolicyType === type)
}

function withoutExcluded(policies: readonly NamedDocument[], excluded: readonly PolicyIdentifier[]): NamedDocument[] {
  const arns = new Set(excluded.flatMap((identifier) => ('PolicyArn' in identifier ? [identifier.PolicyArn] : [])))
  return policies.filter(({ name }) => {
    if (arns.has(name)) return false
    if (!name.startsWith('arn:')) return !excludes(excluded, 'inline')
    return !excludes(excluded, name.includes(':iam::aws:policy/') ? 'aws-managed' : 'user-managed')
  })
}
