import { createHash } from 'node:crypto'
import { SimError } from '../define-operation.ts'
import type { SimulatedAws } from '../state.ts'

/** The six digits that an MFA device of this cloud shows; they do not change with time, so that tests need no second clock. */
export function mfaCode(aws: SimulatedAws, serialNumber: string): string {
  const number = createHash('sha256').update(`mfa/${aws.settings.seed}/${serialNumber}`).digest().readUInt32BE(0)
  return String(number % 1_000_000).padStart(6, '0')
}

/** Whether a request proved possession of an MFA device. A wrong code is refused; none at all is no proof. */
export function provesMfa(
  aws: SimulatedAws,
  { SerialNumber, TokenCode }: { readonly SerialNumber?: string | undefined; readonly TokenCode?: string | undefined },
): boolean {
  if (SerialNumber === undefined || TokenCode === undefined) return false
  if (TokenCode !== mfaCode(aws, SerialNumber))
    throw new SimError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', { status: 403 })
  return true
}
