import { type Bucket, bucketsFor } from './buckets.ts'
import type { CircuitBreakers } from './circuit-breaker.ts'
import { type Classified, classifyError, type Failure, saysClockIsOff } from './classify-error.ts'
import { createClient, type Credentials } from './clients.ts'
import { type Clock, sleep } from './clock.ts'
import type { AwsCall, Work } from './door.ts'
import { endpointFor, type EndpointOverrides, homeRegion } from './endpoints.ts'
import type { IdentityGuard } from './identity-guard.ts'
import type { LimitedBucket, Limiter } from './limiter.ts'
import type { Denial, Outcome } from './outcome.ts'

/** Credentials with their proven owner. `identity` tells two roles of one account apart. */
export type Identity = {
  readonly identity: string
  readonly accountId: string
  readonly partition: string
  readonly principalArn: string
  /** Undefined for the one kind of call that is not signed. */
  readonly credentials: Credentials | undefined
  readonly expiresAtMs: number | undefined
  /** The account that pays for STS calls and runs this installation. */
  readonly callerAccountId: string
  readonly organizationId: string | undefined
  /** Why the session is shorter than was asked for. */
  readonly cappedBecause?: string
}

/** Stands for the account of credentials that STS has not vouched for yet. */
export const unprovenAccount = 'unproven'

/** Answers with the identity to sign as, fresh enough for one more call. `renew` drops the cached one first. */
export type IdentitySource = (options: { readonly renew: boolean }) => Promise<Outcome<Identity>>

export type DenialEvent = {
  readonly denial: Denial
  readonly accountId: string
  readonly principalArn: string
  readonly region: string
  readonly operation: string
  readonly actor: string
  readonly jobId?: string
}

export type DispatcherOptions = {
  readonly clock: Clock
  readonly random: () => number
  readonly guard: IdentityGuard
  readonly requestHandler: object
  readonly limiter: Limiter
  readonly breakers: CircuitBreakers
  readonly endpoints: EndpointOverrides
  readonly region: string | undefined
  readonly useFips: boolean
  readonly timeScale: number
  readonly onDenial: ((event: DenialEvent) => void) | undefined
}

/** Tries per kind of trouble, and the pauses between: full jitter between nothing and base · 2ⁿ, at most `capMs`. */
export const retryLimits = { throttledMax: 10, troubleMax: 8, throttledBaseMs: 250, troubleBaseMs: 100, capMs: 20_000 } as const

export type Dispatcher = { send<Output>(source: IdentitySource, call: AwsCall<Output>, work: Work): Promise<Outcome<Output>> }

type Prepared = { readonly call: AwsCall<unknown>; readonly operation: string; readonly source: IdentitySource; readonly work: Work }
type Place = {
  readonly identity: Identity
  readonly region: string
  readonly circuit: string
  readonly buckets: readonly LimitedBucket[]
  readonly attempts: number
}
type Attempt = { readonly kind: 'ok'; readonly value: unknown } | ({ readonly kind: 'failed' } & Classified)
type Progress = { attempts: number; throttles: number; hasRenewed: boolean; hasCorrectedClock: boolean }

/** The retry loop around one call: limited, guarded, told as an outcome. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { clock } = options
  let clockOffsetMs = 0

  async function send(prepared: Prepared): Promise<Outcome<unknown>> {
    const startedMs = clock.now()
    const progress: Progress = { attempts: 0, throttles: 0, hasRenewed: false, hasCorrectedClock: false }
    const outcome = await sendUntilSettled(prepared, progress)
    prepared.work.meter?.record({
      operation: `${prepared.call.service}:${prepared.operation}`,
      outcome: outcome.kind,
      attempts: progress.attempts,
      throttles: progress.throttles,
      durationMs: clock.now() - startedMs,
    })
    return outcome
  }

  async function sendUntilSettled(prepared: Prepared, progress: Progress): Promise<Outcome<unknown>> {
    let renew = false
    for (;;) {
      const found = await prepared.source({ renew })
      if (found.kind !== 'ok') return found
      progress.attempts += 1
      renew = false
      const attempt = await tryOnce(prepared, found.value, progress)
      if (attempt.kind === 'ok') return attempt
      if (attempt.failure.kind === 'throttled') progress.throttles += 1
      if (mayRenew(attempt.failure, progress, found.value)) {
        progress.hasRenewed = true
        renew = true
        continue
      }
      if (mayCorrectClock(attempt.failure, progress)) {
        progress.hasCorrectedClock = true
        continue
      }
      const pauseMs = pauseBeforeRetry(attempt, progress, prepared)
      if (pauseMs === undefined) return settle(attempt, prepared)
      await sleep(clock, pauseMs, prepared.work.signal)
    }
  }

  async function tryOnce(prepared: Prepared, identity: Identity, progress: Progress): Promise<Attempt> {
    const { call, operation, work } = prepared
    work.signal.throwIfAborted()
    const region = call.region ?? homeRegion(call.service, { partition: identity.partition, configuredRegion: options.region })
    if (region === undefined)
      return refused({
        kind: 'service_absent',
        code: 'NoEndpoint',
        message: `${call.service} has no known endpoint in partition ${identity.partition}.`,
      })
    const circuit = `${call.service}/${region}`
    const blockedForMs = options.breakers.blockedForMs(circuit)
    if (blockedForMs !== undefined) {
      return refused({
        kind: 'network',
        code: 'CircuitOpen',
        message: `${call.service} in ${region} could not be reached several times in a row; next try in ${Math.ceil(blockedForMs / 1000)} s.`,
        attempts: progress.attempts,
      })
    }
    const buckets = limitedBuckets({ call, operation, region }, identity)
    try {
      if (!(await takeTurn(buckets, work))) {
        return refused({
          kind: 'throttled',
          code: 'DeadlineBeforeTurn',
          message: `${call.service}:${operation} would have had to wait for its turn beyond the deadline.`,
          attempts: progress.attempts,
        })
      }
      // The wait may have been long: sign with what is fresh now.
      const fresh = await prepared.source({ renew: false })
      if (fresh.kind !== 'ok') return refused(fresh)
      if (call.write === true) await work.assertOwned?.()
      return await exchange(prepared, { identity: fresh.value, region, circuit, buckets, attempts: progress.attempts })
    } finally {
      options.breakers.released(circuit)
    }
  }

  /** False when the deadline comes before the turn. */
  async function takeTurn(buckets: readonly LimitedBucket[], { deadline, signal }: Work): Promise<boolean> {
    if (deadline === undefined) {
      await options.limiter.take(buckets, signal)
      return true
    }
    const late = new AbortController()
    const cancel = clock.after(deadline.getTime() - clock.now(), () => late.abort(new Error('deadline')))
    try {
      await options.limiter.take(buckets, AbortSignal.any([signal, late.signal]))
      return true
    } catch (error) {
      signal.throwIfAborted()
      if (late.signal.aborted) return false
      throw error
    } finally {
      cancel()
    }
  }

  /** One request and its answer. Only what comes from here may be taken for AWS's or the network's word. */
  async function exchange(prepared: Prepared, place: Place): Promise<Attempt> {
    const { call, operation, work } = prepared
    try {
      const value = await sendSigned(prepared, place.identity, place.region)
      options.breakers.answered(place.circuit)
      return { kind: 'ok', value }
    } catch (error) {
      work.signal.throwIfAborted()
      const classified = classifyError(error, {
        service: call.service,
        operation,
        region: place.region,
        attempts: place.attempts,
        isProven: place.identity.accountId !== unprovenAccount,
      })
      if (classified === undefined) throw error
      await learn(classified, place)
      tellDenial(classified.failure, prepared, place)
      return { kind: 'failed', ...classified }
    }
  }

  async function sendSigned(prepared: Prepared, identity: Identity, region: string): Promise<unknown> {
    const { call, work } = prepared
    const endpoint = endpointFor(options.endpoints, call.service)
    const startedWithMs = clockOffsetMs
    const client = await createClient(call.service, {
      region,
      credentials: identity.credentials,
      requestHandler: options.requestHandler,
      ...(endpoint === undefined ? {} : { endpoint }),
      useFipsEndpoint: options.useFips,
      systemClockOffset: startedWithMs,
    })
    const exchange = () => client.send(call.command as never, { abortSignal: work.signal })
    try {
      return await (identity.credentials === undefined ? options.guard.runUnsigned(exchange) : options.guard.runAs(identity, exchange))
    } finally {
      // Only a client that measured something new teaches: one that started before a correction must not undo it.
      if (client.config.systemClockOffset !== startedWithMs) clockOffsetMs = client.config.systemClockOffset
      client.destroy()
    }
  }

  async function learn({ failure, isAnswered }: Classified, { circuit, buckets }: Place) {
    if (isAnswered) options.breakers.answered(circuit)
    else options.breakers.failed(circuit)
    if (failure.kind === 'throttled') await options.limiter.throttled(buckets)
  }

  function tellDenial(failure: Failure, { call, operation, work }: Prepared, { identity, region }: Place) {
    if (failure.kind !== 'denied') return
    const { accountId, principalArn } = identity
    options.onDenial?.({
      denial: failure.denial,
      accountId,
      principalArn,
      region,
      operation: `${call.service}:${operation}`,
      actor: work.actor,
      ...(work.jobId === undefined ? {} : { jobId: work.jobId }),
    })
  }

  /** Undefined: do not try again. A write whose fate is unknown is never repeated here. */
  function pauseBeforeRetry(attempt: Classified, progress: Progress, { call, work }: Prepared): number | undefined {
    if (!attempt.isRetryable || (call.write === true && attempt.isAmbiguous)) return undefined
    const isThrottle = attempt.failure.kind === 'throttled'
    const triesMax = isThrottle ? retryLimits.throttledMax : retryLimits.troubleMax
    if (progress.attempts >= triesMax) return undefined
    const baseMs = isThrottle ? retryLimits.throttledBaseMs : retryLimits.troubleBaseMs
    const ceilingMs = Math.min(retryLimits.capMs, baseMs * 2 ** (progress.attempts - 1))
    const pauseMs = (options.random() * ceilingMs) / options.timeScale
    return work.deadline !== undefined && clock.now() + pauseMs >= work.deadline.getTime() ? undefined : pauseMs
  }

  return {
    send: async <Output>(source: IdentitySource, call: AwsCall<Output>, work: Work) =>
      (await send({ call, operation: operationOf(call), source, work })) as Outcome<Output>,
  }
}

/** A session that AWS calls expired although our clock disagrees was revoked or outlived by skew: one fresh one is tried. */
function mayRenew(failure: Failure, progress: Progress, identity: Identity): boolean {
  return (
    failure.kind === 'expired' &&
    !saysClockIsOff(failure.code, failure.message) &&
    !progress.hasRenewed &&
    identity.credentials?.sessionToken !== undefined
  )
}

/** The SDK has measured the offset from the answer's Date header; the next client starts with it. */
function mayCorrectClock(failure: Failure, progress: Progress): boolean {
  return 'code' in failure && saysClockIsOff(failure.code, failure.message) && !progress.hasCorrectedClock
}

function settle({ failure, isAmbiguous }: Classified, { call }: Prepared): Failure {
  return failure.kind === 'network' && call.write === true && isAmbiguous ? { ...failure, ambiguous: true } : failure
}

function refused(failure: Failure): Attempt {
  return { kind: 'failed', failure, isRetryable: false, isAmbiguous: false, isAnswered: false }
}

/** Organizations' buckets, the caller's and the organization's are drawn on by every process; a member account has one worker at a time. */
function limitedBuckets(
  where: { readonly call: AwsCall<unknown>; readonly operation: string; readonly region: string },
  identity: Identity,
): LimitedBucket[] {
  const { call, operation, region } = where
  const buckets: Bucket[] = bucketsFor({
    service: call.service,
    operation,
    region,
    accountId: identity.accountId,
    organizationId: identity.organizationId,
    input: call.command.input,
  })
  return buckets.map((bucket) => ({
    ...bucket,
    leased: bucket.scope === 'organization' || call.service === 'organizations' || identity.accountId === identity.callerAccountId,
  }))
}

/** The SDK's command classes carry their schema: [9, namespace, name, …]. */
function operationOf({ command }: AwsCall<unknown>): string {
  const schema = (command as { readonly schema?: readonly unknown[] }).schema
  const name = schema?.[2]
  return typeof name === 'string' ? name : command.constructor.name.replace(/Command$/, '')
}
