import type { ContextEntry, EvaluationResult, PolicyEvaluationDecisionType, Statement } from '@aws-sdk/client-iam'
import { compilePolicies, decide } from '#iam/index.ts'
import type { Decision, EvaluationRequest, NamedDocument, PolicyLayers, PolicyLevel } from '#iam/types.ts'
import { accountIn } from '../authorize.ts'
import type { ContextValue } from '../context-keys.ts'
import { SimError } from '../define-operation.ts'
import { parsePolicy } from '../policy-text.ts'

export type Simulated = {
  readonly layers: PolicyLayers
  readonly principal: EvaluationRequest['principal']
  readonly organization?: EvaluationRequest['organization']
  readonly context: Readonly<Record<string, ContextValue>>
  /** Reproduces SCPW-3: SCP statements with conditions on global keys are taken for a refusal. */
  readonly legacyArtefact: boolean
}
export type SimulationQuestion = {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly resourceOwner?: string | undefined
}

const decisionNames = { allowed: 'allowed', explicit_deny: 'explicitDeny', implicit_deny: 'implicitDeny' } as const satisfies Record<
  Decision['decision'],
  PolicyEvaluationDecisionType
>
/** Most restrictive first. */
const severity: readonly PolicyEvaluationDecisionType[] = ['explicitDeny', 'implicitDeny', 'allowed']

/**
 * One result per action, whose decision is the most restrictive over all resources. SCP statements and the keys they miss are never
 * shown. https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html
 */
export function simulate(simulated: Simulated, { actions, resources, resourceOwner }: SimulationQuestion): EvaluationResult[] {
  const all = compilePolicies(simulated.layers)
  const { scp } = simulated.layers
  const scpOnly = scp === undefined || scp.length === 0 ? undefined : compilePolicies({ scp })
  const misled = simulated.legacyArtefact && scp !== undefined && scp.some(hasGlobalCondition)
  return actions.map((action) => {
    const answers = resources.map((resource) => {
      const request = requestFor(simulated, action, {
        arn: resource,
        accountId: resourceOwner ?? accountIn(resource) ?? simulated.principal.accountId!,
      })
      const real = decide(all, request)
      const byScp = scpOnly === undefined ? undefined : decide(scpOnly, { ...request, assume: ['identity'] }).decision === 'allowed'
      const allowedByOrganizations = misled ? false : byScp
      const decision = misled && real.decision === 'allowed' ? ('implicitDeny' as const) : decisionNames[real.decision]
      return { resource, decision, real, allowedByOrganizations }
    })
    return resultOf(action, answers)
  })
}

type Answer = {
  readonly resource: string
  readonly decision: PolicyEvaluationDecisionType
  readonly real: Decision
  readonly allowedByOrganizations: boolean | undefined
}

function resultOf(action: string, answers: readonly Answer[]): EvaluationResult {
  const worst = answers.toSorted((left, right) => severity.indexOf(left.decision) - severity.indexOf(right.decision))[0]!
  return {
    EvalActionName: action,
    EvalResourceName: worst.resource,
    EvalDecision: worst.decision,
    MatchedStatements: matched(worst.real),
    MissingContextValues: worst.allowedByOrganizations === false ? [] : [...worst.real.hingesOn],
    ...(worst.allowedByOrganizations === undefined
      ? {}
      : { OrganizationsDecisionDetail: { AllowedByOrganizations: worst.allowedByOrganizations } }),
    ...(worst.real.blockedBy.includes('boundary') ? { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } } : {}),
    ...(answers.length === 1 && worst.resource === '*'
      ? {}
      : {
          ResourceSpecificResults: answers.map(({ resource, decision, real }) => ({
            EvalResourceName: resource,
            EvalResourceDecision: decision,
            MatchedStatements: matched(real),
            MissingContextValues: [],
          })),
        }),
  }
}

function requestFor(
  { principal, context, organization }: Simulated,
  action: string,
  resource: EvaluationRequest['resource'],
): EvaluationRequest {
  return { principal, action, resource, context, ...(organization === undefined ? {} : { organization }) }
}

function matched({ decidedBy }: Decision): Statement[] {
  return decidedBy
    .filter(({ layer }) => layer !== 'scp' && layer !== 'rcp')
    .map(({ policy, layer }) => ({
      SourcePolicyId: policy.split('/').at(-1)!,
      SourcePolicyType: layer === 'resource' ? ('resource' as const) : ('none' as const),
    }))
}

function hasGlobalCondition({ policies }: PolicyLevel): boolean {
  return policies.some(({ document }) =>
    /"Condition"\s*:\s*\{[^]*"aws:/i.test(typeof document === 'string' ? document : JSON.stringify(document)),
  )
}

/** Context entries as the engine takes them: lists for list types, single values otherwise. */
export function contextFrom(entries: readonly ContextEntry[] = []): Record<string, ContextValue> {
  return Object.fromEntries(
    entries.map(({ ContextKeyName: name, ContextKeyValues: values = [], ContextKeyType: type }) => [
      name!,
      type?.endsWith('List') === true ? values : (values[0] ?? ''),
    ]),
  )
}

/** Input policies by the names that AWS gives them in results. */
export function inputPolicies(texts: readonly string[] = []): NamedDocument[] {
  return texts.map((document, index) => {
    const problem = parsePolicy(document, 'identity')
    if (problem !== undefined) throw new SimError('InvalidInputException', `Invalid Input Policy: ${problem}`)
    return { name: `PolicyInputList.${index + 1}`, document }
  })
}

/** Refuses action names without a service or with wildcards, as the simulator does. */
export function requireActions(actions: readonly string[]): void {
  const wrong = actions.find((action) => !/^[a-zA-Z0-9-]+:[a-zA-Z0-9]+$/.test(action))
  if (wrong !== undefined) throw new SimError('InvalidInputException', `Invalid Input: Invalid action name: ${wrong}`)
}
