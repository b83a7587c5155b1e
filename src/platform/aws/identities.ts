import { createHash } from 'node:crypto'
import type { Credentials as StsCredentials } from '@aws-sdk/client-sts'
import { parseArn } from './arn.ts'
import type { FoundCaller } from './callers/caller-source.ts'
import type { Clock } from './clock.ts'
import type { Credentials } from './clients.ts'
import type { CredentialCache } from './credential-cache.ts'
import type { Dispatcher, Identity, IdentitySource } from './dispatcher.ts'
import type { AssumedRole, AwsCall, CallerIdentity, SessionTarget, Work } from './door.ts'
import type { IdentityGuard } from './identity-guard.ts'
import type { Outcome } from './outcome.ts'
import { findPartitionOfRegion } from './partitions.ts'
import { effectiveDuration } from './role-chain.ts'

export type FindCaller = (caller: CallerIdentity, signal: AbortSignal) => Promise<Outcome<FoundCaller>>

export type IdentitiesOptions = {
  readonly clock: Clock
  readonly cache: CredentialCache
  readonly guard: IdentityGuard
  readonly dispatcher: Dispatcher
  readonly findCaller: FindCaller
  /** A role of the caller's own account to pass through before any target role. */
  readonly callerRole: AssumedRole | undefined
  readonly region: string | undefined
}

export type Identities = {
  /** Who `target` acts as, from the cache or from STS. `renew` drops the cached answer first. */
  resolve(target: SessionTarget, work: Work, renew?: boolean): Promise<Outcome<Identity>>
  forget(target: SessionTarget): void
  describe(caller: CallerIdentity, work: Work): Promise<Outcome<{ readonly identity: Identity; readonly found: FoundCaller }>>
}

/** Turns targets into identities: finds the caller, proves it with GetCallerIdentity, assumes the roles on the way, checks the account. */
export function createIdentities(options: IdentitiesOptions): Identities {
  const { cache, guard, dispatcher } = options
  const foundCallers = new Map<string, FoundCaller>()

  async function resolve(target: SessionTarget, work: Work, renew = false): Promise<Outcome<Identity>> {
    const key = keyOf(target)
    if (renew) cache.forget(key)
    const outcome = await cache.get(key, () =>
      target.role === undefined ? resolveCaller(target.caller, work) : assumeFor(target, target.role, work),
    )
    return outcome.kind === 'ok' ? checkAccount(withOrganization(outcome.value, target), target) : outcome
  }

  async function resolveCaller(caller: CallerIdentity, work: Work): Promise<Outcome<Identity>> {
    const base = await cache.get(`base/${callerKey(caller)}`, () => proveCaller(caller, work))
    if (base.kind !== 'ok' || options.callerRole === undefined) return base
    return assume(
      { via: base.value, source: () => resolveBase(caller, work), role: options.callerRole, key: `hop/${callerKey(caller)}` },
      work,
    )
  }

  const resolveBase = (caller: CallerIdentity, work: Work) => cache.get(`base/${callerKey(caller)}`, () => proveCaller(caller, work))

  async function proveCaller(caller: CallerIdentity, work: Work): Promise<Outcome<Identity>> {
    const found = await options.findCaller(caller, work.signal)
    if (found.kind !== 'ok') return found
    const { credentials } = found.value
    const unproven = { accountId: 'unproven', identity: `${callerKey(caller)}/${credentials.accessKeyId}` }
    guard.enter(credentials.accessKeyId, unproven)
    const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
    const provisional: Identity = {
      ...unproven,
      partition: findPartitionOfRegion(options.region ?? '')?.id ?? 'aws',
      principalArn: '',
      credentials,
      expiresAtMs: credentials.expiration?.getTime(),
      callerAccountId: 'unproven',
      organizationId: undefined,
    }
    const answer = await dispatcher.send(fixed(provisional), { service: 'sts', command: new GetCallerIdentityCommand({}) }, work)
    if (answer.kind !== 'ok') return answer
    const { Account: accountId, Arn: principalArn } = answer.value
    if (accountId === undefined || principalArn === undefined)
      return { kind: 'rejected', code: 'UnreadableAnswer', message: 'GetCallerIdentity answered without an account.' }
    const identity = callerKey(caller)
    guard.enter(credentials.accessKeyId, { accountId, identity })
    foundCallers.set(callerKey(caller), found.value)
    return {
      kind: 'ok',
      value: {
        ...provisional,
        identity,
        accountId,
        principalArn,
        partition: parseArn(principalArn)?.partition ?? provisional.partition,
        callerAccountId: accountId,
      },
    }
  }

  async function assumeFor(target: SessionTarget, role: AssumedRole, work: Work): Promise<Outcome<Identity>> {
    const source: IdentitySource = ({ renew }) => resolve({ caller: target.caller }, work, renew)
    const caller = await source({ renew: false })
    if (caller.kind !== 'ok') return caller
    return assume({ via: caller.value, source, role, key: keyOf(target) }, work)
  }

  async function assume(
    hop: { readonly via: Identity; readonly source: IdentitySource; readonly role: AssumedRole; readonly key: string },
    work: Work,
  ): Promise<Outcome<Identity>> {
    const { via, role } = hop
    const { AssumeRoleCommand } = await import('@aws-sdk/client-sts')
    const { seconds } = effectiveDuration({ callerIsRole: isRoleSession(via.principalArn), requested: role.durationSeconds })
    const command = new AssumeRoleCommand({
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName,
      DurationSeconds: seconds,
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    })
    const answer = await dispatcher.send(hop.source, { service: 'sts', command } satisfies AwsCall<unknown>, work)
    if (answer.kind !== 'ok') return answer
    const credentials = readCredentials(answer.value.Credentials)
    const principalArn = answer.value.AssumedRoleUser?.Arn
    const arn = parseArn(principalArn ?? '')
    if (credentials === undefined || principalArn === undefined || arn === undefined)
      return { kind: 'rejected', code: 'UnreadableAnswer', message: 'AssumeRole answered without credentials.' }
    guard.enter(credentials.accessKeyId, { accountId: arn.accountId, identity: hop.key })
    return {
      kind: 'ok',
      value: {
        identity: hop.key,
        accountId: arn.accountId,
        partition: arn.partition,
        principalArn,
        credentials,
        expiresAtMs: credentials.expiration?.getTime(),
        callerAccountId: via.callerAccountId,
        organizationId: undefined,
      },
    }
  }

  return {
    resolve,
    forget: (target) => cache.forget(keyOf(target)),
    async describe(caller, work) {
      const outcome = await resolve({ caller }, work)
      if (outcome.kind !== 'ok') return outcome
      const found = foundCallers.get(callerKey(caller))
      if (found === undefined) throw new Error('A resolved caller has no source.')
      return { kind: 'ok', value: { identity: outcome.value, found } }
    },
  }
}

export function isRoleSession(principalArn: string): boolean {
  return parseArn(principalArn)?.resource.startsWith('assumed-role/') === true
}

function fixed(identity: Identity): IdentitySource {
  return async () => ({ kind: 'ok', value: identity })
}

function withOrganization(identity: Identity, { organizationId }: SessionTarget): Identity {
  return { ...identity, organizationId }
}

function checkAccount(identity: Identity, { expectedAccountId, role }: SessionTarget): Outcome<Identity> {
  if (expectedAccountId === undefined || expectedAccountId === identity.accountId) return { kind: 'ok', value: identity }
  const who = role === undefined ? 'The caller' : role.roleArn
  return {
    kind: 'rejected',
    code: 'WrongAccount',
    message: `${who} belongs to account ${identity.accountId}, not to ${expectedAccountId}.`,
  }
}

function readCredentials(given: StsCredentials | undefined): Credentials | undefined {
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiration } = given ?? {}
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) return undefined
  return { accessKeyId, secretAccessKey, sessionToken, ...(expiration === undefined ? {} : { expiration }) }
}

/** Secrets go into keys as digests only, so that a key in a log or a heap dump gives nothing away. */
function callerKey(caller: CallerIdentity): string {
  if (caller.kind === 'default') return 'caller/default'
  if (caller.kind === 'profile') return `caller/profile/${caller.profile}`
  return `caller/keys/${caller.accessKeyId}/${digest(caller.secretAccessKey)}`
}

export function keyOf({ caller, role }: SessionTarget): string {
  if (role === undefined) return callerKey(caller)
  return `${callerKey(caller)}>${role.roleArn}/${role.sessionName}/${role.durationSeconds ?? ''}/${role.externalId === undefined ? '' : digest(role.externalId)}`
}

const digest = (secret: string) => createHash('sha256').update(secret).digest('base64url').slice(0, 16)
