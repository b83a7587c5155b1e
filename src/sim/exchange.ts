import { authenticate, checkRegion, refuse } from './authenticate.ts'
import { decideFor } from './authorize.ts'
import { credentialStore } from './credentials.ts'
import { type Authentication, type Authorization, type Caller, type Operation, type OperationCall, SimError } from './define-operation.ts'
import type { ServiceDefinition } from './define-service.ts'
import { denialDetails, denialError, denialMessage } from './denial.ts'
import { emptyPage, unwrapEmptyPage } from './empty-page.ts'
import type { FaultInjector, FaultRule } from './faults.ts'
import { drawLatencyMs } from './latency.ts'
import { regionsOf } from './regions.ts'
import type { SimulatedAws } from './state.ts'
import type { CallCounter } from './stats.ts'
import { throttle } from './throttle.ts'
import { validateInput } from './validate.ts'
import type { CompiledService } from './wire/compiled-service.ts'
import type { WireRequest, WireResponse } from './wire/message.ts'
import { wires } from './wire/protocols.ts'
import type { WireError } from './wire/wire.ts'
import { endpointOf, operationFor, operationNameOf, scopeOf } from './wire/route.ts'
import type { SigningKeys } from './wire/sigv4.ts'

export type ExchangeDeps = {
  readonly aws: SimulatedAws
  readonly keys: SigningKeys
  readonly counter: CallCounter
  readonly faults: FaultInjector | undefined
}
type Subject = { readonly service: CompiledService; readonly request: WireRequest; readonly name: string; readonly requestId: string }

/**
 * One call from request to answer, in AWS's order: find the operation, check the signature, the Region and the rate, read the input,
 * check it, ask the caller's policies, do it. Never throws: whatever goes wrong is an answer in the service's protocol.
 */
export async function exchange(deps: ExchangeDeps, service: CompiledService, request: WireRequest): Promise<WireResponse> {
  const { aws, counter } = deps
  const subject: Subject = { service, request, name: operationNameOf(service, request), requestId: aws.ids.requestId() }
  const label = `${service.definition.name}:${subject.name}`
  const fault = deps.faults?.next({
    service: service.definition.name,
    operation: subject.name,
    account: claimedAccount(aws, request),
    region: scopeOf(request)?.region ?? '',
  })
  await pause(aws, fault)
  try {
    if (fault !== undefined) throwIfRefusing(aws, service.definition, fault)
    const response = await answer(deps, subject, fault)
    counter.record({ operation: label, ...(fault === undefined ? {} : { fault: fault.effect }) })
    return response
  } catch (error) {
    const wireError = toWireError(service, error)
    const throttled = wireError.code === service.definition.errors.throttled.code
    counter.record({ operation: label, errorCode: wireError.code, throttled, ...(fault === undefined ? {} : { fault: fault.effect }) })
    return withMishap(dated(aws, wires[service.definition.protocol].encodeError(service, wireError, subject.requestId)), fault)
  }
}

async function answer({ aws, keys }: ExchangeDeps, subject: Subject, fault: FaultRule | undefined): Promise<WireResponse> {
  const { service, request, name, requestId } = subject
  const { definition } = service
  const compiled = operationFor(service, name)
  const operation = compiled?.operation
  if (compiled === undefined || operation === undefined) throw unknownOperation(service, name, compiled !== undefined)

  const authentication =
    operation.unsigned === true && request.headers['authorization'] === undefined
      ? anonymous(aws, definition, request)
      : authenticate(aws, definition, request, keys)
  if (operation.acceptsDisabledRegion !== true) checkRegion(aws, definition, authentication)
  if (authentication.caller.kind !== 'anonymous')
    throttle(aws, definition, { accountId: authentication.caller.accountId, region: authentication.region, operation: name })

  const wire = wires[definition.protocol]
  const input = wire.decode(compiled, request)
  unwrapEmptyPage(compiled, input)
  validateInput(definition, operation, compiled.input, input)
  const call: OperationCall<never> = {
    aws,
    caller: authentication.caller,
    region: authentication.region,
    endpoint: endpointOf(request).kind,
    authentication,
    facts: factsOf(request),
    input: input as never,
  }
  authorizeCall(definition, operation, call)
  const output = (fault?.effect === 'empty_page' ? emptyPage(compiled, input) : undefined) ?? (await operation.handle(call))
  return withMishap(dated(aws, wire.encode(service, compiled, { output, requestId })), fault)
}

function authorizeCall(definition: ServiceDefinition, operation: Operation, call: OperationCall<never>): void {
  if (operation.authorize === null) return
  const asked = operation.authorize?.(call) ?? { action: `${definition.actionPrefix ?? definition.name}:${operation.name}`, resource: '*' }
  for (const authorization of Array.isArray(asked) ? (asked as readonly Authorization[]) : [asked as Authorization])
    requireAllowed(definition, call, authorization)
}

/** Throws the service's denial unless the caller's policies, and the resource's where it has one, allow the question. */
function requireAllowed(definition: ServiceDefinition, call: OperationCall<never>, authorization: Authorization): void {
  const decision = decideFor(call.aws, call.authentication, authorization, call.facts)
  if (decision.decision === 'allowed') return
  throw denialError(
    call.aws,
    definition,
    denialMessage(call.aws, call.caller, authorization, decision),
    denialDetails(call.caller, authorization, decision),
  )
}

function anonymous(aws: SimulatedAws, definition: ServiceDefinition, request: WireRequest): Authentication {
  const regions = regionsOf(aws.settings.partition)
  const caller: Caller = { kind: 'anonymous', accountId: '', arn: '*', userId: '', accessKeyId: '' }
  return {
    caller,
    region: definition.answersIn === undefined ? (endpointOf(request).region ?? regions.home) : regions[definition.answersIn],
  }
}

function unknownOperation({ definition }: CompiledService, name: string, knownToAws: boolean): SimError {
  const query = definition.protocol === 'awsQuery' || definition.protocol === 'ec2Query'
  const code = query ? 'InvalidAction' : 'UnknownOperationException'
  if (!knownToAws)
    return new SimError(
      code,
      query ? `Could not find operation ${name} for version ${definition.version ?? ''}` : `The operation ${name} is not known`,
      { status: 400 },
    )
  return new SimError(code, `The simulated AWS does not implement ${definition.name}:${name}; docs/sim-coverage.md lists what it does.`, {
    status: 501,
  })
}

/** Codes and statuses come from the service's own error shapes where it has them. Anything but a SimError is a bug of the simulator. */
function toWireError(service: CompiledService, error: unknown): WireError {
  if (!(error instanceof SimError))
    return {
      code: 'InternalFailure',
      status: 500,
      message: error instanceof Error ? `Simulator bug: ${error.stack ?? error.message}` : String(error),
      fields: {},
    }
  const shape = service.errors.get(error.code)
  return {
    code: shape?.code ?? error.code,
    status: error.status === 0 ? (shape?.status ?? 400) : error.status,
    message: error.message,
    fields: error.fields,
  }
}

async function pause(aws: SimulatedAws, fault: FaultRule | undefined): Promise<void> {
  const ms = drawLatencyMs(aws) + (fault?.effect === 'slow' ? (fault.delayMs ?? 5000) / aws.settings.timeScale : 0)
  if (ms > 0) await aws.settings.clock.sleep(ms)
}

function throwIfRefusing(aws: SimulatedAws, definition: ServiceDefinition, fault: FaultRule): void {
  switch (fault.effect) {
    case 'throttle':
      throw new SimError(definition.errors.throttled.code, definition.errors.throttled.message, {
        status: definition.errors.throttled.status,
      })
    case 'internal_error':
      throw new SimError('InternalFailure', 'The request processing has failed because of an unknown error, exception or failure.', {
        status: 500,
      })
    case 'service_unavailable':
      throw new SimError('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.', { status: 503 })
    case 'expired_token':
      throw refuse(definition, 'expired')
    case 'region_disabled':
      throw definition.name === 'sts'
        ? new SimError('RegionDisabledException', 'STS is not activated in this region for account.', { status: 403 })
        : refuse(definition, 'unknown_key')
    case 'access_denied':
      throw denialError(aws, definition, 'User is not authorized to perform this operation', {})
    case 'reset':
    case 'timeout':
    case 'truncate':
    case 'empty_page':
    case 'slow':
  }
}

function withMishap(response: WireResponse, fault: FaultRule | undefined): WireResponse {
  if (fault?.effect !== 'reset' && fault?.effect !== 'timeout' && fault?.effect !== 'truncate') return response
  return { ...response, mishap: fault.effect }
}

/** SDKs correct their clocks by the Date header. */
function dated(aws: SimulatedAws, response: WireResponse): WireResponse {
  return { ...response, headers: { ...response.headers, date: aws.date().toUTCString() } }
}

/** Account of the access key a request claims, so that fault rules can name accounts before anything is verified. */
function claimedAccount(aws: SimulatedAws, request: WireRequest): string {
  const accessKeyId = scopeOf(request)?.accessKeyId
  return accessKeyId === undefined ? '' : (aws.state(credentialStore).get(accessKeyId)?.caller.accountId ?? '')
}

function factsOf(request: WireRequest): { readonly sourceIp: string | undefined; readonly userAgent: string | undefined } {
  return { sourceIp: request.headers['x-forwarded-for'], userAgent: request.headers['user-agent'] }
}
