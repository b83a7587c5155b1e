import { createSimulation, type Simulation, type SimulationOptions } from './simulated-aws.ts'
import { services } from './services.gen.ts'

export type { Simulation } from './simulated-aws.ts'
export type { SdkRequestHandler } from './wire/in-process-handler.ts'
export type { FaultPlan } from './faults.ts'

/** A simulated AWS with every service it has. Answers SDK clients in process through `requestHandler()`; `serveSimulation` gives it an address. */
export function createSimulatedAws(options: Omit<SimulationOptions, 'services'> = {}): Simulation {
  return createSimulation({ ...options, services })
}
