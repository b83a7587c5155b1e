import { SimError } from '../define-operation.ts'
import type { SimulatedAws } from '../state.ts'
import { requirePolicy } from './errors.ts'
import { missingPrincipal } from './trust.ts'

/** Refuses a trust policy that is malformed or names a user or role that does not exist. */
export function requireTrust(aws: SimulatedAws, text: string): void {
  requirePolicy(text, 'trust')
  const missing = missingPrincipal(aws, text)
  if (missing !== undefined) throw new SimError('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${missing}"`)
}
