import { z } from 'zod'
import { defineRoute } from '#platform/http/define-route.ts'
import { policyErrorSpecs } from '../errors.ts'
import { verificationReply, verificationSchema } from '../verify/verification-schema.ts'
import { type VerifyDeps, verifyEngine } from '../verify/verify-engine.ts'

/** About three questions per second are asked, four decisions each. */
const samplesMax = 2_000

export const verifyEngineRoute = defineRoute({
  method: 'POST',
  path: '/v1/policies/verifications',
  summary: "Compare the policy engine's answers with those of AWS's own simulator on generated policies",
  permission: 'organizations:sync',
  wholeEstate: 'It asks AWS in the name of the organization, and is about the policy engine rather than about accounts.',
  body: z.strictObject({
    samples: z.int().min(1).max(samplesMax).default(200).describe('Decisions to compare at least'),
    seed: z.int().min(0).max(2_000_000_000).optional().describe('Asks the same questions again; from the clock when absent'),
  }),
  reply: { status: 200, schema: verificationSchema },
  errors: { policy_simulator_silent: policyErrorSpecs.policy_simulator_silent },
  handle: async (deps: VerifyDeps, { actor, body, signal }) =>
    verificationReply(
      await verifyEngine(deps, actor, {
        samples: body.samples,
        seed: body.seed ?? Math.floor(deps.now().getTime() / 1_000) % 1_000_000_000,
        signal,
      }),
    ),
})
