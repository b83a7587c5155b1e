import { compileDocument, compilePolicies, decide } from '#iam/index.ts'
import type { Decision, EvaluationRequest, NamedDocument, PolicyLevel, PolicyType } from '#iam/types.ts'
import { type ContextValue, globalContext, resourceContext } from './context-keys.ts'
import type { Authentication, Authorization, RequestFacts } from './define-operation.ts'
import { organizationProvider, type OrganizationView, type PrincipalPolicies, principalPoliciesProvider } from './providers.ts'
import { defineState, type SimulatedAws } from './state.ts'

type Compiled = ReturnType<typeof compilePolicies>
type Entry = { readonly version: string; readonly compiled: Compiled }
const compiledCache = defineState('compiledPolicies', () => new Map<string, Entry>())
/** Principals whose compiled policies are kept; beyond it the oldest is compiled again. */
const compiledMax = 5000

/** The engine's decision for one question by a signed-in caller, with every layer that applies to it in this cloud. */
export function decideFor(
  aws: SimulatedAws,
  { caller, region, credential }: Authentication,
  authorization: Authorization,
  facts: RequestFacts = {},
): Decision {
  const policies = aws.ask(principalPoliciesProvider)(caller)
  const organization = aws.ask(organizationProvider)(caller.accountId)
  const resourceAccountId = authorization.resourceAccountId ?? accountIn(authorization.resource) ?? caller.accountId
  const context: Record<string, ContextValue> = {
    ...globalContext(aws, { caller, region, policies, organization, session: credential?.session, ...facts }),
    ...resourceContext(aws, resourceAccountId),
    ...authorization.context,
  }
  const request: EvaluationRequest = {
    principal: {
      arn: caller.arn,
      accountId: caller.accountId,
      type: caller.kind === 'anonymous' || caller.kind === 'federated' ? caller.kind : 'aws',
    },
    action: authorization.action,
    resource: { arn: authorization.resource, accountId: resourceAccountId },
    context,
    ...(organization === undefined ? {} : { organization: { id: organization.id, managementAccountId: organization.managementAccountId } }),
    // A federated identity has no policies of its own: the role's trust policy alone decides.
    ...(caller.kind === 'federated' ? { assume: ['identity'] as const } : {}),
  }
  return decide(
    compiledFor(aws, { policies, organization, authorization, resourceAccountId, caller, session: credential?.session }),
    request,
  )
}

type Inputs = {
  readonly policies: PrincipalPolicies | undefined
  readonly organization: OrganizationView | undefined
  readonly authorization: Authorization
  readonly resourceAccountId: string
  readonly caller: Authentication['caller']
  readonly session: NonNullable<Authentication['credential']>['session'] | undefined
}

/** Policies are compiled once per principal, place and resource policy, and again when a version moves. */
function compiledFor(aws: SimulatedAws, inputs: Inputs): Compiled {
  const { policies, organization, authorization, resourceAccountId, caller, session } = inputs
  const cache = aws.state(compiledCache)
  const resourceOrganization = resourceAccountId === caller.accountId ? organization : aws.ask(organizationProvider)(resourceAccountId)
  const resourceText =
    authorization.resourcePolicy === undefined
      ? ''
      : typeof authorization.resourcePolicy === 'string'
        ? authorization.resourcePolicy
        : JSON.stringify(authorization.resourcePolicy)
  const principal = session?.policies === undefined ? `${caller.accountId}/${caller.kind}/${caller.entityPath ?? ''}` : caller.accessKeyId
  const slot = `${principal}|${resourceAccountId}|${resourceText}`
  const version = `${policies?.version ?? '-'}|${organization?.version ?? '-'}|${resourceOrganization?.version ?? '-'}`
  const known = cache.get(slot)
  if (known?.version === version) return known.compiled
  const compiled = compilePolicies(layersOf(inputs, resourceOrganization, aws.state(documentCache)))
  if (known === undefined && cache.size >= compiledMax) cache.delete(cache.keys().next().value!)
  cache.set(slot, { version, compiled })
  return compiled
}

function layersOf(
  { policies, organization, authorization, caller, session }: Inputs,
  resourceOrganization: OrganizationView | undefined,
  documents: Documents,
): Parameters<typeof compilePolicies>[0] {
  const identity = caller.kind === 'root' ? [{ name: 'root user', document: allowEverything }] : (policies?.identity ?? [])
  const scp = caller.accountId === organization?.managementAccountId ? undefined : organization?.scp
  const rcp = resourceOrganization?.rcp
  const many = (type: PolicyType, list: readonly NamedDocument[]) =>
    list.map(({ name, document }) => ({ name, document: documents.compiled(type, document) }))
  const levels = (type: PolicyType, list: readonly PolicyLevel[]) =>
    list.map(({ target, policies: attached }) => ({ target, policies: many(type, attached) }))
  const trust = authorization.action.startsWith('sts:')
  return {
    identity: many('identity', identity),
    boundary: policies?.boundary && many('boundary', policies.boundary),
    session: session?.policies && many('session', session.policies),
    resource:
      authorization.resourcePolicy === undefined
        ? undefined
        : documents.compiled(trust ? 'trust' : 'resource', authorization.resourcePolicy),
    scp: scp && levels('scp', scp),
    rcp: rcp && levels('rcp', rcp),
  }
}

const allowEverything = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })

type CompiledDocument = ReturnType<typeof compileDocument>
/** Texts compiled once, however many principals they apply to: one FullAWSAccess serves ten thousand accounts. */
class Documents {
  #byText = new Map<string, CompiledDocument>()

  compiled(type: PolicyType, document: object | string): CompiledDocument {
    const text = typeof document === 'string' ? document : JSON.stringify(document)
    const slot = `${type}/${text}`
    let compiled = this.#byText.get(slot)
    if (compiled === undefined) {
      if (this.#byText.size >= documentsMax) this.#byText.clear()
      this.#byText.set(slot, (compiled = compileDocument(type, text)))
    }
    return compiled
  }
}
const documentsMax = 20_000
const documentCache = defineState('compiledDocuments', () => new Documents())

/** Account id in an ARN; undefined for `*` and for ARNs without one. */
export function accountIn(arn: string): string | undefined {
  const account = arn.startsWith('arn:') ? arn.split(':')[4] : undefined
  return account === undefined || account === '' ? undefined : account
}
