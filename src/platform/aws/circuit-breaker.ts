import type { Clock } from './clock.ts'

/** Five failures in a row close the door to an endpoint for ten seconds; then one call at a time tries again. */
export const breakerLimits = { failuresMax: 5, openMs: 10_000, openMaxMs: 120_000 } as const

type Circuit = { failures: number; openUntilMs: number; openForMs: number; isProbing: boolean }

/**
 * Tells at once, instead of after a time-out, that an endpoint cannot be reached. One per (service, Region, host): a Region that the
 * network cannot reach must not hold up the others.
 */
export class CircuitBreakers {
  readonly #clock: Clock
  readonly #circuits = new Map<string, Circuit>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Undefined when the call may go; otherwise in how many milliseconds the next try is due. After the pause, one caller probes. */
  blockedForMs(key: string): number | undefined {
    const circuit = this.#circuits.get(key)
    if (circuit === undefined || circuit.failures < breakerLimits.failuresMax) return undefined
    const waitMs = circuit.openUntilMs - this.#clock.now()
    if (waitMs > 0) return waitMs
    if (circuit.isProbing) return breakerLimits.openMs
    circuit.isProbing = true
    return undefined
  }

  /** Any answer at all, a refusal too, proves that the endpoint is there. */
  answered(key: string): void {
    this.#circuits.delete(key)
  }

  failed(key: string): void {
    const circuit = this.#circuits.get(key) ?? { failures: 0, openUntilMs: 0, openForMs: breakerLimits.openMs / 2, isProbing: false }
    circuit.failures += 1
    if (circuit.failures >= breakerLimits.failuresMax && this.#clock.now() >= circuit.openUntilMs) {
      circuit.openForMs = Math.min(breakerLimits.openMaxMs, circuit.openForMs * 2)
      circuit.openUntilMs = this.#clock.now() + circuit.openForMs
    }
    circuit.isProbing = false
    this.#circuits.set(key, circuit)
  }

  /** The probe ended without an answer or a failure (aborted): let the next caller probe. */
  released(key: string): void {
    const circuit = this.#circuits.get(key)
    if (circuit !== undefined) circuit.isProbing = false
  }
}
