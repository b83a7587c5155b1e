import { rcpServices } from '../data/rcp-services.ts'
import { scpExemptRootActions, scpExemptServices } from '../decide/exemptions.ts'
import { type Principal, readPrincipal } from '../decide/principal.ts'
import { serviceOf } from '../match/action.ts'
import {
  type DecidingStatement,
  type Diagnostic,
  type EvaluationRequest,
  type Layer,
  type NamedDocument,
  type PolicyDocument,
  type PolicyType,
} from '../types.ts'
import { noColumn } from './columns.ts'
import { type CompiledDocument, compileDocument, isCompiled } from './document.ts'
import { ResourceMemory } from './resource-memory.ts'
import { type Candidate, type Group, type GroupPlan, layerBits, type Plan } from './plan.ts'
import type { CompiledStatement } from './statement.ts'

/** A document by name, raw or already compiled; a compiled one may also stand alone. */
export type PolicySource = NamedDocument | { readonly name: string; readonly document: CompiledDocument } | CompiledDocument
export type LevelSource = { readonly target: string; readonly policies: readonly PolicySource[] }

/** `PolicyLayers`, in which any document may already be compiled. */
export type LayerSources = {
  readonly identity?: readonly PolicySource[] | undefined
  readonly boundary?: readonly PolicySource[] | undefined
  readonly session?: readonly PolicySource[] | undefined
  readonly vpcEndpoint?: readonly PolicySource[] | undefined
  readonly resource?: PolicyDocument | CompiledDocument | undefined
  readonly scp?: readonly LevelSource[] | undefined
  readonly rcp?: readonly LevelSource[] | undefined
}

export type CompileOptions = {
  /** Action prefixes of services that support RCPs, where the dated list in `data/rcp-services.ts` is not wanted. */
  readonly rcpServices?: ReadonlySet<string>
}

/** Distinct actions and principals remembered per policy set before it starts afresh. */
const memoryMax = 4_096

/** Below this many statements that name resources, matching them anew is quicker than looking up. */
const rememberFrom = 4

type KnownPrincipal = { readonly type: string | undefined; readonly accountId: string | undefined; readonly principal: Principal }

/** Policies indexed for evaluation. Remembers what follows from the action, the principal or the resource alone; never whole requests or answers. */
export class CompiledPolicies {
  readonly groups: readonly Group[]
  readonly present: number
  readonly diagnostics: readonly Diagnostic[]
  readonly resourceIsTrust: boolean
  /** Bits of layers with a document that cannot be read. */
  readonly unreadable: number
  readonly resources: ResourceMemory
  readonly #rcpServices: ReadonlySet<string>
  #plans = new Map<string, Plan>()
  #principals = new Map<string, KnownPrincipal>()

  constructor(groups: readonly Group[], { present, columns }: { present: number; columns: number }, rcpSupport: ReadonlySet<string>) {
    this.groups = groups
    this.present = present
    this.resources = new ResourceMemory(columns)
    this.#rcpServices = rcpSupport
    const documents = new Set(groups.flatMap((group) => group.documents))
    this.diagnostics = [...documents].flatMap(({ compiled, name }) =>
      compiled.diagnostics.length === 0 ? [] : compiled.diagnostics.map((diagnostic) => ({ ...diagnostic, policy: name })),
    )
    this.unreadable = groups.reduce((bits, group) => (group.isReadable ? bits : bits | group.layerBit), 0)
    this.resourceIsTrust = groups.some(
      (group) => group.layer === 'resource' && group.documents.some(({ compiled }) => compiled.type === 'trust'),
    )
  }

  plan(action: string): Plan {
    const known = this.#plans.get(action)
    if (known !== undefined) return known
    if (this.#plans.size >= memoryMax) this.#plans = new Map()
    const plan = this.#makePlan(action.toLowerCase())
    this.#plans.set(action, plan)
    return plan
  }

  principal(described: EvaluationRequest['principal']): Principal {
    const known = this.#principals.get(described.arn)
    if (known !== undefined && known.type === described.type && known.accountId === described.accountId) return known.principal
    if (this.#principals.size >= memoryMax) this.#principals = new Map()
    const principal = readPrincipal(described)
    this.#principals.set(described.arn, { type: described.type, accountId: described.accountId, principal })
    return principal
  }

  #makePlan(action: string): Plan {
    const service = serviceOf(action)
    const groups = this.groups.map((group) => planGroup(group, action, this.resources))
    return {
      action,
      service,
      digests: [],
      groups,
      namesManyResources: groups.reduce((sum, { denies, allows }) => sum + countNaming(denies) + countNaming(allows), 0) >= rememberFrom,
      isScpExempt: scpExemptServices.has(service),
      isRootExempt: scpExemptRootActions.has(action),
      supportsRcp: this.#rcpServices.has(service) && action !== 'kms:retiregrant',
      explicitOn: service === 'kms' ? 'key' : service === 'sts' ? 'role' : undefined,
    }
  }
}

function countNaming(candidates: readonly Candidate[]): number {
  return candidates.reduce((sum, { column }) => (column === noColumn ? sum : sum + 1), 0)
}

const nobody: readonly Candidate[] = []

function planGroup(group: Group, action: string, memory: ResourceMemory): GroupPlan {
  let denies: Candidate[] | undefined
  let allows: Candidate[] | undefined
  for (const { name, compiled } of group.documents) {
    for (const filed of compiled.index.find(action)) {
      const statement = filed.compiled()
      const column = statement.resources === undefined ? noColumn : memory.column(statement)
      const candidate = { statement, ref: refOf(group, name, statement), column }
      if (statement.denies) (denies ??= []).push(candidate)
      else if (group.layer !== 'rcp') (allows ??= []).push(candidate)
    }
  }
  return { group, denies: denies ?? nobody, allows: allows ?? nobody }
}

export function refOf(group: Group, policy: string, { source }: CompiledStatement): DecidingStatement {
  return {
    layer: group.layer,
    ...(group.target === undefined ? {} : { target: group.target }),
    policy,
    ...(source.sid === undefined ? {} : { sid: source.sid }),
    statement: source.index,
  }
}

/** Compiles the policies around a request. Total: whatever is malformed stands in `diagnostics` of every decision. */
export function compilePolicies(layers: LayerSources, options: CompileOptions = {}): CompiledPolicies {
  const groups: Group[] = []
  let present = 0
  let columns = noColumn + 1
  const add = (layer: Layer, type: PolicyType, sources: readonly PolicySource[], target?: string) => {
    present |= layerBits[layer]
    const documents = sources.map((source) => named(type, source))
    for (const { compiled } of documents) columns += compiled.statements.length
    groups.push({
      layer,
      layerBit: layerBits[layer],
      target,
      documents,
      isReadable: documents.every(({ compiled }) => compiled.isReadable),
    })
  }
  if (layers.identity !== undefined) add('identity', 'identity', layers.identity)
  if (layers.boundary !== undefined) add('boundary', 'boundary', layers.boundary)
  if (layers.session !== undefined) add('session', 'session', layers.session)
  if (layers.resource !== undefined) add('resource', 'resource', [{ name: 'resource', document: layers.resource }])
  if (layers.vpcEndpoint !== undefined) add('vpcEndpoint', 'vpcEndpoint', layers.vpcEndpoint)
  for (const level of layers.scp ?? []) add('scp', 'scp', level.policies, level.target)
  for (const level of layers.rcp ?? []) add('rcp', 'rcp', level.policies, level.target)
  return new CompiledPolicies(groups, { present, columns }, options.rcpServices ?? rcpServices)
}

function named(type: PolicyType, source: PolicySource): { name: string; compiled: CompiledDocument } {
  if (isCompiled(source)) return { name: source.name ?? type, compiled: source }
  const { name, document } = source
  return { name, compiled: isCompiled(document) ? document : compileDocument(type, document, name) }
}
