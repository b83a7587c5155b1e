import { createHash } from 'node:crypto'
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts'
import { type Attribution, attributionInput, attributionKey, AttributionMemory } from './attribution.ts'
import { parseArn } from './arn.ts'
import type { CallerSource, FoundCaller } from './callers/caller-source.ts'
import type { Failure } from './classify-error.ts'
import { type Clock, untilAborted } from './clock.ts'
import type { CredentialCache } from './credential-cache.ts'
import { type Dispatcher, type Identity, type IdentitySource, unprovenAccount } from './dispatcher.ts'
import type { AssumedRole, CallerIdentity, SessionTarget, Work } from './door.ts'
import type { IdentityGuard } from './identity-guard.ts'
import type { Outcome } from './outcome.ts'
import { findPartitionOfRegion } from './partitions.ts'
import { checkRole, effectiveDuration } from './role-chain.ts'
import { assumeRole, getCallerIdentity, type IssuedSession } from './sts.ts'

export type FindCaller = (caller: CallerIdentity, work: Work) => Promise<Exclude<Awaited<ReturnType<CallerSource>>, { kind: 'absent' }>>

export type IdentitiesOptions = {
  readonly clock: Clock
  readonly cache: CredentialCache
  readonly guard: IdentityGuard
  readonly dispatcher: Dispatcher
  readonly findCaller: FindCaller
  /** A role of the caller's own account to pass through before any target role. */
  readonly callerRole: AssumedRole | undefined
  readonly region: string | undefined
  readonly attribution: Attribution
  /** Aborted when the door closes. */
  readonly closing: AbortSignal
}

export type Identities = {
  /** Who `target` acts as, from the cache or from STS. `renew` drops the cached answer first. */
  resolve(target: SessionTarget, work: Work, renew?: boolean): Promise<Outcome<Identity>>
  forget(target: SessionTarget): void
  describe(caller: CallerIdentity, work: Work): Promise<Outcome<{ readonly identity: Identity; readonly found: FoundCaller }>>
}

type RoleTarget = SessionTarget & { readonly role: AssumedRole }
type Hop = { readonly source: IdentitySource; readonly role: AssumedRole; readonly key: string }

/** Turns targets into identities: finds the caller, proves it with GetCallerIdentity, assumes the roles on the way, checks the account. */
export function createIdentities(options: IdentitiesOptions): Identities {
  const { cache, guard, dispatcher } = options
  const foundCallers = new Map<string, FoundCaller>()
  const attributions = new AttributionMemory(options.clock)

  async function resolve(target: SessionTarget, work: Work, renew = false): Promise<Outcome<Identity>> {
    const { role } = target
    const refusal = role === undefined ? undefined : checkTarget(target, role)
    if (refusal !== undefined) return refusal
    const outcome =
      role === undefined ? await resolveCaller(target.caller, work, renew) : await resolveRole({ ...target, role }, work, renew)
    return outcome.kind === 'ok' ? checkAccount({ ...outcome.value, organizationId: target.organizationId }, target) : outcome
  }

  async function resolveCaller(caller: CallerIdentity, work: Work, renew: boolean): Promise<Outcome<Identity>> {
    const { callerRole: role } = options
    if (role === undefined) return resolveBase(caller, work, renew)
    const key = `${callerKey(caller)}>hop`
    return cached({ key, renew }, work, (flight) =>
      assume({ source: ({ renew }) => resolveBase(caller, flight, renew), role, key }, {}, flight),
    )
  }

  const resolveBase = (caller: CallerIdentity, work: Work, renew: boolean) =>
    cached({ key: callerKey(caller), renew }, work, (flight) => proveCaller(caller, flight))

  async function resolveRole(target: RoleTarget, work: Work, renew: boolean): Promise<Outcome<Identity>> {
    const { roleArn } = target.role
    const plain = () => assumeCached({ target, key: keyOf(target), renew, attribution: {} }, work)
    if (options.attribution === 'none') return plain()
    if (!attributions.allows(roleArn)) {
      const outcome = await plain()
      if (outcome.kind === 'ok') attributions.passed(roleArn)
      return outcome
    }
    const key = `${keyOf(target)}#${attributionKey(options.attribution, work)}`
    const attributed = await assumeCached({ target, key, renew, attribution: attributionInput(options.attribution, work) }, work)
    if (attributed.kind === 'ok') attributions.accepted(roleArn)
    if (attributed.kind !== 'denied') return attributed
    const outcome = await plain()
    if (outcome.kind === 'ok' || outcome.kind === 'denied') attributions.refused(roleArn, outcome.kind)
    return outcome
  }

  type Slot = {
    readonly target: RoleTarget
    readonly key: string
    readonly renew: boolean
    readonly attribution: Partial<AssumeRoleCommandInput>
  }
  function assumeCached({ target, key, renew, attribution }: Slot, work: Work): Promise<Outcome<Identity>> {
    return cached({ key, renew }, work, (flight) =>
      assume({ source: ({ renew }) => resolveCaller(target.caller, flight, renew), role: target.role, key }, attribution, flight),
    )
  }

  /** Who waits can give up; the flight goes on for the others, until the door closes. */
  function cached(
    slot: { readonly key: string; readonly renew: boolean },
    work: Work,
    fetch: (flight: Work) => Promise<Outcome<Identity>>,
  ): Promise<Outcome<Identity>> {
    if (slot.renew) cache.forget(slot.key)
    const { actor, jobId, meter } = work
    const flight: Work = {
      actor,
      signal: options.closing,
      ...(jobId === undefined ? {} : { jobId }),
      ...(meter === undefined ? {} : { meter }),
    }
    return untilAborted(
      cache.get(slot.key, () => fetch(flight)),
      work.signal,
    )
  }

  async function assume(hop: Hop, attribution: Partial<AssumeRoleCommandInput>, work: Work): Promise<Outcome<Identity>> {
    const { role, source, key } = hop
    const via = await source({ renew: false })
    if (via.kind !== 'ok') return via
    const partition = parseArn(role.roleArn)?.partition
    if (partition !== via.value.partition) {
      return {
        kind: 'rejected',
        code: 'WrongPartition',
        message: `${role.roleArn} lies in partition ${partition}, the caller in ${via.value.partition}: AWS has no way from one to the other.`,
      }
    }
    const { seconds, cappedBecause } = effectiveDuration({
      callerIsRole: isRoleSession(via.value.principalArn),
      requested: role.durationSeconds,
    })
    const input: AssumeRoleCommandInput = {
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName,
      DurationSeconds: seconds,
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
      ...attribution,
    }
    const issued = await assumeRole(dispatcher, source, { input, work })
    if (issued.kind !== 'ok') return issued
    const identity = admit(issued.value, { identity: key, callerAccountId: via.value.callerAccountId })
    return { kind: 'ok', value: cappedBecause === undefined ? identity : { ...identity, cappedBecause } }
  }

  async function proveCaller(caller: CallerIdentity, work: Work): Promise<Outcome<Identity>> {
    const found = await options.findCaller(caller, work)
    if (found.kind !== 'ok') return found
    const { credentials } = found.value
    const unproven = { accountId: unprovenAccount, identity: `${callerKey(caller)}/${credentials.accessKeyId}` }
    guard.enter(credentials.accessKeyId, unproven)
    const partition = findPartitionOfRegion(options.region ?? '')?.id ?? 'aws'
    const provisional: Identity = {
      ...unproven,
      partition,
      principalArn: '',
      credentials,
      expiresAtMs: credentials.expiration?.getTime(),
      callerAccountId: unprovenAccount,
      organizationId: undefined,
    }
    const proven = await getCallerIdentity(dispatcher, async () => ({ kind: 'ok', value: provisional }), work)
    if (proven.kind !== 'ok') return proven
    foundCallers.set(callerKey(caller), found.value)
    return {
      kind: 'ok',
      value: admit({ ...proven.value, credentials }, { identity: callerKey(caller), callerAccountId: proven.value.accountId }),
    }
  }

  function admit(session: IssuedSession, owner: { readonly identity: string; readonly callerAccountId: string }): Identity {
    guard.enter(session.credentials.accessKeyId, { accountId: session.accountId, identity: owner.identity })
    return { ...session, ...owner, expiresAtMs: session.credentials.expiration?.getTime(), organizationId: undefined }
  }

  return {
    resolve,
    forget(target) {
      const key = keyOf(target)
      cache.forgetWhere(
        (cachedKey) => cachedKey === key || cachedKey.startsWith(`${key}#`) || (target.role === undefined && cachedKey === `${key}>hop`),
      )
      if (target.role !== undefined) attributions.forget(target.role.roleArn)
    },
    async describe(caller, work) {
      const outcome = await resolve({ caller }, work)
      if (outcome.kind !== 'ok') return outcome
      const found = foundCallers.get(callerKey(caller))
      if (found === undefined) throw new Error('A resolved caller has no source.')
      return { kind: 'ok', value: { identity: outcome.value, found } }
    },
  }
}

/** True for the ARN of a role session: its AssumeRole calls are chained, and capped at an hour. */
export function isRoleSession(principalArn: string): boolean {
  return parseArn(principalArn)?.resource.startsWith('assumed-role/') === true
}

/** What can be refused without asking AWS. */
function checkTarget({ expectedAccountId }: SessionTarget, role: AssumedRole): Failure | undefined {
  const problems = checkRole(role)
  if (problems.length > 0) {
    const text = problems.map(({ field, value, rule }) => `${field} ${JSON.stringify(value)} ${rule}`).join('; ')
    return { kind: 'rejected', code: 'InvalidRole', message: `${text}.` }
  }
  const accountId = parseArn(role.roleArn)?.accountId
  return expectedAccountId === undefined || accountId === undefined || accountId === expectedAccountId
    ? undefined
    : wrongAccount(role.roleArn, { accountId, expectedAccountId })
}

function wrongAccount(
  who: string,
  { accountId, expectedAccountId }: { readonly accountId: string; readonly expectedAccountId: string },
): Failure {
  return { kind: 'rejected', code: 'WrongAccount', message: `${who} belongs to account ${accountId}, not to ${expectedAccountId}.` }
}

function checkAccount(identity: Identity, { expectedAccountId, role }: SessionTarget): Outcome<Identity> {
  if (expectedAccountId === undefined || expectedAccountId === identity.accountId) return { kind: 'ok', value: identity }
  return wrongAccount(role === undefined ? 'The caller' : role.roleArn, { accountId: identity.accountId, expectedAccountId })
}

/** Secrets go into keys as digests only, so that a key in a log or a heap dump gives nothing away. */
function callerKey(caller: CallerIdentity): string {
  if (caller.kind === 'default') return 'caller/default'
  if (caller.kind === 'profile') return `caller/profile/${caller.profile}`
  return `caller/keys/${caller.accessKeyId}/${digest(caller.secretAccessKey)}`
}

function keyOf({ caller, role }: SessionTarget): string {
  if (role === undefined) return callerKey(caller)
  return `${callerKey(caller)}>${role.roleArn}/${role.sessionName}/${role.durationSeconds ?? ''}/${role.externalId === undefined ? '' : digest(role.externalId)}`
}

const digest = (secret: string) => createHash('sha256').update(secret).digest('base64url').slice(0, 16)
