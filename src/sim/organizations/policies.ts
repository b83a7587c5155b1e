import type { PolicyType } from '@aws-sdk/client-organizations'
import { awsManagedPolicyArn } from './arns.ts'
import { constraintError, invalidInputError, organizationsError } from './errors.ts'
import { PagedMap } from './paged-map.ts'
import { assertPolicyContent } from './policy-document.ts'
import type { OrganizationRecord, PolicyRecord, Target } from './state.ts'

export const policyTypes: readonly PolicyType[] = [
  'SERVICE_CONTROL_POLICY',
  'RESOURCE_CONTROL_POLICY',
  'TAG_POLICY',
  'BACKUP_POLICY',
  'AISERVICES_OPT_OUT_POLICY',
  'CHATBOT_POLICY',
  'DECLARATIVE_POLICY_EC2',
  'SECURITYHUB_POLICY',
  'SECURITYHUB_CSPM_POLICY',
  'INSPECTOR_POLICY',
  'UPGRADE_ROLLOUT_POLICY',
  'BEDROCK_POLICY',
  'S3_POLICY',
  'NETWORK_SECURITY_DIRECTOR_POLICY',
  'GUARDDUTY_POLICY',
]

/** Limits per policy type. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
type TypeLimits = { readonly perOrganization: number; readonly perTarget: number }
const typeLimits: Partial<Record<PolicyType, TypeLimits>> = {
  SERVICE_CONTROL_POLICY: { perOrganization: 10_000, perTarget: 10 },
  RESOURCE_CONTROL_POLICY: { perOrganization: 2_000, perTarget: 5 },
  CHATBOT_POLICY: { perOrganization: 1_000, perTarget: 5 },
  AISERVICES_OPT_OUT_POLICY: { perOrganization: 1_000, perTarget: 5 },
}
const otherLimits: TypeLimits = { perOrganization: 1_000, perTarget: 10 }

const fullAccess = (principal: object) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...principal, Action: '*', Resource: '*' }] }, null, 2)

/** Policies of AWS's own, present wherever their type can be used and attached to every node while it is enabled. */
const awsManagedPolicies: Partial<Record<PolicyType, Pick<PolicyRecord, 'name' | 'description' | 'content'>>> = {
  SERVICE_CONTROL_POLICY: { name: 'FullAWSAccess', description: 'Allows access to every operation', content: fullAccess({}) },
  RESOURCE_CONTROL_POLICY: {
    name: 'RCPFullAWSAccess',
    description: 'Allows access to every resource',
    content: fullAccess({ Principal: '*' }),
  },
}

/** Gives a new organization the policies that AWS keeps in each. */
export function addAwsManagedPolicies(organization: OrganizationRecord): void {
  for (const [type, facts] of Object.entries(awsManagedPolicies) as [
    PolicyType,
    Pick<PolicyRecord, 'name' | 'description' | 'content'>,
  ][]) {
    const id = `p-${facts.name}`
    organization.policies.set(id, { id, arn: awsManagedPolicyArn(organization.partition, type, id), type, awsManaged: true, ...facts })
  }
}

function awsManagedPolicyOf(organization: OrganizationRecord, type: PolicyType): PolicyRecord | undefined {
  return organization.policies.get(`p-${awsManagedPolicies[type]?.name}`)
}

export function getPolicy(organization: OrganizationRecord, policyId: string): PolicyRecord {
  const policy = organization.policies.get(policyId)
  if (policy === undefined) throw organizationsError('PolicyNotFoundException')
  return policy
}

export function addPolicy(organization: OrganizationRecord, policy: PolicyRecord): void {
  assertPolicyContent(policy.type, policy.content)
  const sameType = [...organization.policies.values()].filter(({ type, awsManaged }) => type === policy.type && !awsManaged)
  if (sameType.length >= (typeLimits[policy.type] ?? otherLimits).perOrganization) throw constraintError('POLICY_NUMBER_LIMIT_EXCEEDED')
  assertPolicyNameFree(organization, policy.type, policy.name)
  organization.policies.set(policy.id, policy)
}

function assertPolicyNameFree(organization: OrganizationRecord, type: PolicyType, name: string): void {
  for (const other of organization.policies.values())
    if (other.type === type && other.name === name) throw organizationsError('DuplicatePolicyException')
}

export type PolicyEdit = {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly content?: string | undefined
}

/** Checks the whole edit before it changes anything. */
export function editPolicy(organization: OrganizationRecord, policyId: string, edit: PolicyEdit): PolicyRecord {
  const policy = getPolicy(organization, policyId)
  if (policy.awsManaged) throw invalidInputError('IMMUTABLE_POLICY')
  if (edit.content !== undefined) assertPolicyContent(policy.type, edit.content)
  if (edit.name !== undefined && edit.name !== policy.name) assertPolicyNameFree(organization, policy.type, edit.name)
  policy.name = edit.name ?? policy.name
  policy.description = edit.description ?? policy.description
  policy.content = edit.content ?? policy.content
  organization.policyEpoch += 1
  return policy
}

export function removePolicy(organization: OrganizationRecord, policyId: string): void {
  const policy = getPolicy(organization, policyId)
  if (policy.awsManaged) throw invalidInputError('IMMUTABLE_POLICY')
  if (targetsOf(organization, policyId).size > 0) throw organizationsError('PolicyInUseException')
  organization.policies.delete(policyId)
}

export function targetsOf(organization: OrganizationRecord, policyId: string): PagedMap<Target> {
  return organization.targetsOf.get(policyId) ?? new PagedMap<Target>()
}

export function policiesOn(organization: OrganizationRecord, type: PolicyType, targetId: string): readonly string[] {
  return organization.policiesOn.get(type)?.get(targetId) ?? []
}

export function findTarget(organization: OrganizationRecord, id: string): Target | undefined {
  if (id === organization.rootId) return { id, type: 'ROOT' }
  if (organization.units.has(id)) return { id, type: 'ORGANIZATIONAL_UNIT' }
  return organization.members.has(id) ? { id, type: 'ACCOUNT' } : undefined
}

export function getTarget(organization: OrganizationRecord, id: string): Target {
  const target = findTarget(organization, id)
  if (target === undefined) throw organizationsError('TargetNotFoundException')
  return target
}

export function isEnabled(organization: OrganizationRecord, type: PolicyType, at: number): boolean {
  const state = organization.policyTypes.get(type)
  return state !== undefined && state.on && state.settlesAt <= at
}

/** A type that is on its way on or off refuses attachments and switches until it settles. */
export function assertSettled(organization: OrganizationRecord, type: PolicyType, at: number): void {
  const state = organization.policyTypes.get(type)
  if (state !== undefined && state.settlesAt > at) throw organizationsError('PolicyChangesInProgressException')
}

export type Attachment = { readonly policyId: string; readonly targetId: string }

export function attach(organization: OrganizationRecord, { policyId, targetId }: Attachment, at: number): void {
  const policy = getPolicy(organization, policyId)
  const target = getTarget(organization, targetId)
  assertSettled(organization, policy.type, at)
  if (!isEnabled(organization, policy.type, at)) throw organizationsError('PolicyTypeNotEnabledException')
  const current = policiesOn(organization, policy.type, targetId)
  if (current.includes(policyId)) throw organizationsError('DuplicatePolicyAttachmentException')
  if (current.length >= (typeLimits[policy.type] ?? otherLimits).perTarget)
    throw constraintError('MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED')
  linkPolicy(organization, policy, target)
}

/** The last SCP of a node cannot go while SCPs are enabled, and RCPFullAWSAccess never. */
export function detach(organization: OrganizationRecord, { policyId, targetId }: Attachment, at: number): void {
  const policy = getPolicy(organization, policyId)
  getTarget(organization, targetId)
  assertSettled(organization, policy.type, at)
  const current = policiesOn(organization, policy.type, targetId)
  if (!current.includes(policyId)) throw organizationsError('PolicyNotAttachedException')
  if (policy.type === 'RESOURCE_CONTROL_POLICY' && policy.awsManaged) throw invalidInputError('NON_DETACHABLE_POLICY')
  if (policy.type === 'SERVICE_CONTROL_POLICY' && current.length === 1) throw constraintError('MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED')
  unlinkPolicy(organization, policy, targetId)
}

export function linkPolicy(organization: OrganizationRecord, policy: PolicyRecord, target: Target): void {
  let targets = organization.targetsOf.get(policy.id)
  if (targets === undefined) organization.targetsOf.set(policy.id, (targets = new PagedMap()))
  targets.set(target.id, target)
  let byTarget = organization.policiesOn.get(policy.type)
  if (byTarget === undefined) organization.policiesOn.set(policy.type, (byTarget = new Map()))
  const current = byTarget.get(target.id)
  byTarget.set(target.id, current === undefined ? soleList(policy.id) : [...current, policy.id])
  organization.policyEpoch += 1
}

/** Nearly every node carries exactly FullAWSAccess; they share one list. */
const soleLists = new Map<string, readonly string[]>()
function soleList(policyId: string): readonly string[] {
  let list = soleLists.get(policyId)
  if (list === undefined) {
    list = [policyId]
    if (policyId.endsWith('FullAWSAccess')) soleLists.set(policyId, list)
  }
  return list
}

function unlinkPolicy(organization: OrganizationRecord, policy: PolicyRecord, targetId: string): void {
  organization.targetsOf.get(policy.id)?.delete(targetId)
  const byTarget = organization.policiesOn.get(policy.type)
  const left = (byTarget?.get(targetId) ?? []).filter((id) => id !== policy.id)
  if (left.length === 0) byTarget?.delete(targetId)
  else byTarget?.set(targetId, left)
  organization.policyEpoch += 1
}

/** What a node that has just come into being, or into the organization, carries: AWS's own policies of the enabled types. */
export function attachDefaults(organization: OrganizationRecord, target: Target): void {
  for (const [type, state] of organization.policyTypes) {
    const policy = awsManagedPolicyOf(organization, type)
    if (policy !== undefined && state.on) linkPolicy(organization, policy, target)
  }
}

/** Forgets every attachment of a node that is gone. */
export function detachAll(organization: OrganizationRecord, targetId: string): void {
  for (const type of organization.policiesOn.keys()) {
    for (const policyId of policiesOn(organization, type, targetId)) unlinkPolicy(organization, getPolicy(organization, policyId), targetId)
  }
}

export function* everyTarget(organization: OrganizationRecord): Generator<Target> {
  yield { id: organization.rootId, type: 'ROOT' }
  for (const id of organization.units.keys()) yield { id, type: 'ORGANIZATIONAL_UNIT' }
  for (const id of organization.members.keys()) yield { id, type: 'ACCOUNT' }
}

/** Switches a type on: AWS's own policy of the type lands on every node, and nothing else does, even where it was attached before. */
export function enableType(organization: OrganizationRecord, type: PolicyType, settlesAt: number): void {
  organization.policyTypes.set(type, { on: true, settlesAt })
  const policy = awsManagedPolicyOf(organization, type)
  if (policy !== undefined) for (const target of everyTarget(organization)) linkPolicy(organization, policy, target)
  organization.policyEpoch += 1
}

/** Switches a type off, which detaches every policy of it everywhere. */
export function disableType(organization: OrganizationRecord, type: PolicyType, settlesAt: number): void {
  organization.policyTypes.set(type, { on: false, settlesAt })
  for (const policy of organization.policies.values()) if (policy.type === type) organization.targetsOf.delete(policy.id)
  organization.policiesOn.delete(type)
  organization.policyEpoch += 1
}
