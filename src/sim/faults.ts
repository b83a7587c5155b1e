import { z } from 'zod'
import { createRandom, type Random } from './ids.ts'

export const faultEffects = [
  'throttle',
  'internal_error',
  'service_unavailable',
  'reset',
  'timeout',
  'expired_token',
  'truncate',
  'region_disabled',
  'empty_page',
  'access_denied',
  'slow',
] as const
export type FaultEffect = (typeof faultEffects)[number]

/** One way of breaking calls. Every matcher given must fit; `nth` and `count` number the calls that fit, from 1. */
const faultRule = z.strictObject({
  service: z.string().optional(),
  operation: z.string().optional(),
  account: z.string().optional(),
  region: z.string().optional(),
  probability: z.number().min(0).max(1).optional(),
  /** Only the n-th matching call (with `count`: the first of `count` calls). */
  nth: z.int().min(1).optional(),
  count: z.int().min(1).optional(),
  /** Milliseconds, for `slow`. */
  delayMs: z.int().min(0).optional(),
  effect: z.enum(faultEffects),
})

/** The JSON of `--fault-plan`. The same plan, seed and order of calls break the same calls. */
export const faultPlan = z.strictObject({ seed: z.int().default(1), rules: z.array(faultRule) })
export type FaultPlan = z.infer<typeof faultPlan>
export type FaultRule = z.infer<typeof faultRule>

export type FaultSubject = { readonly service: string; readonly operation: string; readonly account: string; readonly region: string }

/** Decides which calls break. Rules are asked in order and the first that fires wins. */
export class FaultInjector {
  readonly #plan: FaultPlan
  readonly #states: { matched: number; fired: number; readonly random: Random }[]

  constructor(plan: FaultPlan) {
    this.#plan = plan
    this.#states = plan.rules.map((_, index) => ({ matched: 0, fired: 0, random: createRandom(`fault/${plan.seed}/${index}`) }))
  }

  next(subject: FaultSubject): FaultRule | undefined {
    return this.#plan.rules.find((rule, index) => fits(rule, subject) && this.#fires(rule, this.#states[index]!))
  }

  #fires(rule: FaultRule, state: { matched: number; fired: number; readonly random: Random }): boolean {
    state.matched += 1
    if (rule.nth !== undefined && state.matched < rule.nth) return false
    const limit = rule.count ?? (rule.nth === undefined ? Number.POSITIVE_INFINITY : 1)
    if (state.fired >= limit) return false
    if (rule.probability !== undefined && state.random() >= rule.probability) return false
    state.fired += 1
    return true
  }
}

function fits(rule: FaultRule, subject: FaultSubject): boolean {
  return (['service', 'operation', 'account', 'region'] as const).every((name) => rule[name] === undefined || rule[name] === subject[name])
}
