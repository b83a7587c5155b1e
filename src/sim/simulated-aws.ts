import type { ServiceDefinition } from './define-service.ts'
import { exchange } from './exchange.ts'
import { FaultInjector, type FaultPlan } from './faults.ts'
import { SimulatedAws, type SimSettings, wallClock } from './state.ts'
import { CallCounter, type Stats } from './stats.ts'
import { type CompiledService, compileService } from './wire/compiled-service.ts'
import { inProcessHandler, type SdkRequestHandler } from './wire/in-process-handler.ts'
import type { WireRequest, WireResponse } from './wire/message.ts'
import { serviceFor } from './wire/route.ts'
import { SigningKeys } from './wire/sigv4.ts'

export type SimulationOptions = Partial<SimSettings> & {
  readonly services: readonly ServiceDefinition[]
  /** Fills the empty cloud, now and after every reset. */
  readonly seedWorld?: (aws: SimulatedAws) => void
  readonly faults?: FaultPlan
}

/** One running cloud. */
export type Simulation = {
  readonly aws: SimulatedAws
  readonly handle: (request: WireRequest) => Promise<WireResponse>
  /** For SDK clients in the same process: no sockets. */
  readonly requestHandler: () => SdkRequestHandler
  readonly stats: () => Stats
  /** Back to the start: the same world with the same ids and keys, buckets full, counters at zero. */
  readonly reset: () => void
  /** Breaks calls by this plan from now on; `undefined` stops. */
  readonly breakBy: (plan: FaultPlan | undefined) => void
}

const defaults: SimSettings = {
  seed: 1,
  partition: 'aws',
  clock: wallClock,
  timeScale: 1,
  throttle: false,
  lag: false,
  latencyMedianMs: 0,
  denialMessages: 'plain',
  legacySimulatorArtefact: false,
}

/** A cloud of these services, at once and without limits unless the options say otherwise. */
export function createSimulation({ services, seedWorld, faults, ...settings }: SimulationOptions): Simulation {
  const aws = new SimulatedAws({ ...defaults, ...settings })
  const deps = { aws, keys: new SigningKeys(), counter: new CallCounter(), faults: undefined as FaultInjector | undefined }
  const compiled = new Map<string, Promise<CompiledService>>()
  const start = (plan: FaultPlan | undefined) => {
    deps.faults = plan === undefined ? undefined : new FaultInjector(plan)
    for (const service of services) service.start?.(aws)
    seedWorld?.(aws)
  }
  start(faults)

  const handle = async (request: WireRequest): Promise<WireResponse> => {
    const definition = serviceFor(services, request)
    if (definition === undefined) return unknownService(request)
    let service = compiled.get(definition.name)
    if (service === undefined) compiled.set(definition.name, (service = compileService(definition)))
    return exchange(deps, await service, request)
  }
  return {
    aws,
    handle,
    requestHandler: () => inProcessHandler(handle),
    stats: () => deps.counter.snapshot(),
    reset: () => {
      aws.clear()
      deps.counter.clear()
      start(faults)
    },
    breakBy: (plan) => {
      deps.faults = plan === undefined ? undefined : new FaultInjector(plan)
    },
  }
}

/** Clients of any protocol show this message one way or another. */
function unknownService(request: WireRequest): WireResponse {
  const what =
    request.headers['x-amz-target'] ??
    /Credential=([^,\s]+)/
      .exec(request.headers['authorization'] ?? '')?.[1]
      ?.split('/')
      .at(-2) ??
    `${request.method} ${request.path}`
  const message = `The simulated AWS has no service for ${what}; docs/sim-coverage.md lists what it has.`
  return {
    status: 501,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ __type: 'UnknownOperationException', message }),
  }
}
