import type { Actor } from '#platform/auth/actor.ts'
import type { AwsDoor, AwsSession, SessionTarget, Work } from '#platform/aws/door.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { findPolicyChain } from '#features/policies/index.ts'
import { getOrganization } from '../get-organization.ts'
import { memberStackRegion } from '../kit/kit.ts'
import { describeCaller } from '../kit/policies.ts'
import { readKitTag } from '../kit/permissions.ts'
import type { Organization } from '../organization.ts'
import { probeMember, probeMemberAction } from '../sync/collectors/probe-member.collector.ts'
import { memberSessionTarget, orgSessionTarget } from '../target.ts'
import { diagnose, type Diagnosis } from './diagnose.ts'
import { findStackInstance } from './collectors/list-stack-instances.collector.ts'
import { readTokenVersion } from './collectors/read-token-version.collector.ts'
import type { AccountEvidence, DoctorEvidence } from './evidence.ts'
import { listPatients, type Patient } from './list-patients.ts'
import { predictDenials } from './predict-denials.ts'

export type TestOrganizationDeps = { readonly db: Db; readonly door: AwsDoor; readonly sealer: Sealer }
export type TestOrganizationRequest = {
  readonly ref: string
  readonly accountIds: readonly string[]
  readonly sample: number
  readonly signal: AbortSignal
}

/** Accounts tried at once: enough to hide latency, few enough to stay unseen beside a sync. */
const concurrency = 8

/**
 * Tries the caller, the organization role and member roles, and says on whose side a failure lies and what may cause it. Writes nothing,
 * here or in AWS.
 */
export async function testOrganization(deps: TestOrganizationDeps, actor: Actor, request: TestOrganizationRequest): Promise<Diagnosis> {
  const work: Work = { actor: actor.id, signal: request.signal }
  const organization = await getOrganization(deps.db, request.ref)
  const patients = await listPatients(deps.db, organization.uid, request)
  const orgTarget = orgSessionTarget(organization, deps.sealer)
  const caller = await deps.door.open({ caller: orgTarget.caller }, work)
  deps.door.forget(orgTarget)
  const orgRole = await deps.door.open(orgTarget, work)
  const orgSession = orgRole.kind === 'ok' ? orgRole.value : undefined
  const callerSession = caller.kind === 'ok' ? caller.value : undefined
  const examination: Examination = {
    deps,
    organization,
    work,
    orgSession,
    callerSession,
    callerChain: await findCallerChain(deps, organization, callerSession),
  }
  const evidence: DoctorEvidence = {
    caller:
      caller.kind === 'ok'
        ? { kind: 'known', arn: caller.value.principalArn, expiresAt: caller.value.expiresAt?.toISOString() ?? null }
        : { kind: 'failed', outcome: caller },
    orgRole: orgRole.kind === 'ok' ? { kind: 'assumed' } : { kind: 'failed', outcome: orgRole },
    hasExternalId: organization.memberRole.externalIdSealed !== null,
    token:
      callerSession === undefined
        ? { kind: 'unknown', why: 'the caller is not known' }
        : await readTokenVersion(deps.door, callerSession, work),
    accounts: await examineAll(examination, patients),
  }
  return diagnose(evidence)
}

type Examination = {
  readonly deps: TestOrganizationDeps
  readonly organization: Organization
  readonly work: Work
  readonly orgSession: AwsSession | undefined
  readonly callerSession: AwsSession | undefined
  readonly callerChain: Awaited<ReturnType<typeof findPolicyChain>>
}

async function examineAll(examination: Examination, patients: readonly Patient[]): Promise<AccountEvidence[]> {
  const results: AccountEvidence[] = []
  let next = 0
  const worker = async () => {
    for (let index = next++; index < patients.length; index = next++) {
      examination.work.signal.throwIfAborted()
      results[index] = await examine(examination, patients[index]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, patients.length) }, worker))
  return results
}

async function examine(examination: Examination, patient: Patient): Promise<AccountEvidence> {
  const { deps, organization, work, orgSession } = examination
  const target = memberSessionTarget(organization, patient.accountId, deps.sealer)
  const roleArn = target.role?.roleArn ?? ''
  deps.door.forget(target)
  const opened = await deps.door.open(target, work)
  const base = {
    accountId: patient.accountId,
    name: patient.name,
    state: patient.state,
    isManagementAccount: patient.isManagementAccount,
    roleArn,
    lastReachedAt: patient.lastReachedAt?.toISOString() ?? null,
    withoutExternalId: await tryWithoutExternalId(examination, target),
  }
  if (opened.kind !== 'ok') {
    const stackInstance =
      orgSession === undefined
        ? ({ kind: 'unknown', why: 'the organization role could not be assumed' } as const)
        : await findStackInstance(
            deps.door,
            { session: orgSession, work },
            {
              accountId: patient.accountId,
              region: memberStackRegion(organization.partition),
              isDelegated: organization.registeredThrough === 'delegated_administrator',
            },
          )
    return {
      ...base,
      attempt: { kind: 'failed', outcome: opened },
      stackInstance,
      predicted: await predictAssume(examination, patient, roleArn),
    }
  }
  const stackInstance = { kind: 'unknown', why: 'not asked: the role could be assumed' } as const
  const probed = await probeMember(deps.door, { session: opened.value, work }, roleArn.slice(roleArn.lastIndexOf('/') + 1))
  if (probed.kind === 'ok')
    return {
      ...base,
      attempt: { kind: 'assumed' },
      stackInstance,
      role: { kind: 'read', kit: readKitTag(probed.value.kitTag) },
      predicted: [],
    }
  return {
    ...base,
    attempt: { kind: 'assumed' },
    stackInstance,
    role: { kind: 'failed', outcome: probed },
    predicted: await predictProbe(examination, patient, roleArn),
  }
}

/** A success proves that the trust does not want this ExternalId, or does not want any. */
async function tryWithoutExternalId({ deps, work }: Examination, target: SessionTarget): Promise<AccountEvidence['withoutExternalId']> {
  if (target.role?.externalId === undefined) return 'not_tried'
  const { roleArn, sessionName, durationSeconds } = target.role
  const bare = { ...target, role: { roleArn, sessionName, ...(durationSeconds !== undefined && { durationSeconds }) } }
  deps.door.forget(bare)
  const opened = await deps.door.open(bare, work)
  deps.door.forget(bare)
  return opened.kind === 'ok' ? 'assumed' : 'refused'
}

async function findCallerChain({ db }: TestOrganizationDeps, organization: Organization, caller: AwsSession | undefined) {
  if (caller === undefined) return undefined
  const [account] = await listPatients(db, organization.uid, { accountIds: [caller.accountId], sample: 1 })
  return account === undefined ? undefined : findPolicyChain(db, { ...account, organizationUid: organization.uid })
}

async function predictAssume({ deps, organization, callerSession, callerChain }: Examination, patient: Patient, roleArn: string) {
  if (callerSession === undefined) return []
  const target = await findPolicyChain(deps.db, { ...patient, organizationUid: organization.uid })
  const principalArn = describeCaller(callerSession.principalArn)?.principalArns[0] ?? callerSession.principalArn
  const call = { action: 'sts:AssumeRole', principalArn, roleArn }
  return predictDenials(
    call,
    { caller: callerChain, target },
    { id: organization.organizationId, managementAccountId: organization.managementAccountId },
  )
}

async function predictProbe({ deps, organization }: Examination, patient: Patient, roleArn: string) {
  const own = await findPolicyChain(deps.db, { ...patient, organizationUid: organization.uid })
  const call = { action: probeMemberAction, principalArn: roleArn, roleArn }
  return predictDenials(
    call,
    { caller: own, target: own },
    { id: organization.organizationId, managementAccountId: organization.managementAccountId },
  )
}
