import type { Attribution } from './attribution.ts'
import { type BucketStore, createMemoryBucketStore } from './bucket-store.ts'
import { createFindCaller } from './callers/find-caller.ts'
import { CircuitBreakers } from './circuit-breaker.ts'
import { type Clock, systemClock } from './clock.ts'
import { CredentialCache } from './credential-cache.ts'
import { createDispatcher, type DenialEvent, type Identity } from './dispatcher.ts'
import type { AssumedRole, AwsCall, AwsDoor, AwsService, AwsSession, CallerIdentity, SessionTarget, Work } from './door.ts'
import { describeEndpoint, type EndpointDescription, type EndpointOverrides, hostFilter } from './endpoints.ts'
import { createIdentities } from './identities.ts'
import { IdentityGuard } from './identity-guard.ts'
import { createLimiter } from './limiter.ts'
import type { Outcome } from './outcome.ts'
import { type CallerDescription, describeFound } from './callers/describe-caller.ts'
import { createTransport, metadataLimits, type RequestHandler } from './transport.ts'

export type DoorOptions = {
  /** The variables the configuration was read from (`AWS_*` only are looked at); the door itself never reads the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Region of the installation: where STS is called. Defaults to the partition's first. */
  readonly region?: string
  readonly endpoints?: EndpointOverrides
  readonly useFips?: boolean
  /** Share of AWS's published rates, 0 < share ≤ 1. */
  readonly share?: number
  readonly timeScale?: number
  /** Stored IAM user keys work only where this says so. */
  readonly allowStoredKeys?: boolean
  readonly callerRole?: AssumedRole
  /** Names actor and job in the target's CloudTrail where its trust policy allows it. */
  readonly attribution?: Attribution
  /** Buckets that several processes draw on; in memory when absent, for a single process. */
  readonly bucketStore?: BucketStore
  /** Answers requests in place of the network: the simulated AWS in process, or a test. */
  readonly requestHandler?: RequestHandler
  /** Answers instance metadata (IMDSv2) requests; defaults to `requestHandler`, or the network with short time-outs. */
  readonly metadataHandler?: RequestHandler
  readonly onDenial?: (event: DenialEvent) => void
  readonly clock?: Clock
  readonly random?: () => number
}

/** `AwsDoor` with what only the installation itself asks of it. */
export type InstalledDoor = AwsDoor & {
  /** "running as arn…, via imds, expires at …": whose credentials the caller's are, proved by GetCallerIdentity. */
  describeCaller(caller: CallerIdentity, work: Work): Promise<Outcome<CallerDescription>>
  describeEndpoint(service?: AwsService): EndpointDescription
  /** Ends waits for credentials and closes idle connections. */
  close(): void
}

/** AWS's published rates leave room for the owner's own tools at this share. */
export const defaultShare = 0.6

/** Puts the door together. It holds no connection and asks nobody until the first call. */
export function createDoor(options: DoorOptions = {}): InstalledDoor {
  const clock = options.clock ?? systemClock
  const share = options.share ?? defaultShare
  if (!(share > 0 && share <= 1)) throw new RangeError(`share must be above 0 and at most 1, not ${share}`)
  const timeScale = options.timeScale ?? 1
  const wires = openWires(options)
  const guard = new IdentityGuard()
  const local = createMemoryBucketStore(clock)
  const endpoints = options.endpoints ?? {}
  const region = options.region ?? options.environment?.['AWS_REGION'] ?? options.environment?.['AWS_DEFAULT_REGION']
  const dispatcher = createDispatcher({
    clock,
    random: options.random ?? Math.random,
    guard,
    requestHandler: guard.wrap(wires.aws, hostFilter(endpoints)),
    limiter: createLimiter({ clock, share, timeScale, leased: options.bucketStore ?? local, local }),
    breakers: new CircuitBreakers(clock),
    endpoints,
    region,
    useFips: options.useFips ?? false,
    timeScale,
    onDenial: options.onDenial,
  })
  const findCaller = createFindCaller({
    environment: options.environment ?? {},
    allowStoredKeys: options.allowStoredKeys ?? false,
    clock,
    dispatcher,
    guard,
    metadata: wires.metadata,
  })
  const closing = new AbortController()
  const identities = createIdentities({
    clock,
    cache: new CredentialCache(clock),
    attribution: options.attribution ?? 'source_identity_and_tags',
    closing: closing.signal,
    guard,
    dispatcher,
    findCaller,
    callerRole: options.callerRole,
    region,
  })
  const targets = new WeakMap<AwsSession, SessionTarget>()

  return {
    async open(target, work) {
      const outcome = await identities.resolve(target, work)
      if (outcome.kind !== 'ok') return outcome
      const session = sessionOf(outcome.value)
      targets.set(session, target)
      return { kind: 'ok', value: session }
    },
    async call<Output>(session: AwsSession, call: AwsCall<Output>, work: Work) {
      const target = targets.get(session)
      if (target === undefined) throw new Error('This session was not opened by this door; pass on the very object that open() returned.')
      return dispatcher.send(({ renew }) => identities.resolve(target, work, renew), call, work)
    },
    forget: (target) => identities.forget(target),
    async describeCaller(caller, work) {
      const outcome = await identities.describe(caller, work)
      return outcome.kind === 'ok' ? { kind: 'ok', value: describeFound(outcome.value) } : outcome
    },
    describeEndpoint: (service) => describeEndpoint(endpoints, service),
    close() {
      closing.abort(new Error('The AWS door is closed.'))
      wires.close()
    },
  }
}

/** Connections of our own only where nothing else answers in place of the network. */
function openWires({ requestHandler, metadataHandler = requestHandler }: DoorOptions): {
  readonly aws: RequestHandler
  readonly metadata: RequestHandler
  readonly close: () => void
} {
  const aws = requestHandler === undefined ? createTransport() : { ...bare(requestHandler), close: () => {} }
  const metadata = metadataHandler === undefined ? createTransport(metadataLimits) : { ...bare(metadataHandler), close: () => {} }
  return {
    aws,
    metadata,
    close() {
      aws.close()
      metadata.close()
    },
  }
}

function bare(handler: RequestHandler): RequestHandler {
  return { handle: (request, options) => handler.handle(request, options) }
}

function sessionOf({ accountId, partition, principalArn, expiresAtMs, cappedBecause }: Identity): AwsSession {
  return {
    accountId,
    partition,
    principalArn,
    ...(expiresAtMs === undefined ? {} : { expiresAt: new Date(expiresAtMs) }),
    ...(cappedBecause === undefined ? {} : { cappedBecause }),
  }
}
