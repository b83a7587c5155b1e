import type { GetSessionTokenRequest } from '@aws-sdk/client-sts'
import { defineOperation, SimError } from '../../define-operation.ts'
import { provesMfa } from '../mfa.ts'
import { openSession } from '../session.ts'

const durationDefault = 43_200
const rootDurationMax = 3600

/** Temporary credentials of the same user; no policy can forbid it. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
export const getSessionToken = defineOperation<GetSessionTokenRequest>({
  name: 'GetSessionToken',
  constraints: {
    DurationSeconds: { range: [900, 129_600] },
    SerialNumber: { length: [9, 256] },
    TokenCode: { pattern: /^[\d]*$/, length: [6, 6] },
  },
  authorize: null,
  handle({ aws, caller, authentication, endpoint, input }) {
    if (authentication.credential?.session !== undefined)
      throw new SimError('AccessDenied', 'Cannot call GetSessionToken with session credentials', { status: 403 })
    const wanted = input.DurationSeconds ?? durationDefault
    const durationSeconds = caller.kind === 'root' ? Math.min(wanted, rootDurationMax) : wanted
    return { Credentials: openSession(aws, { caller: { ...caller, mfa: provesMfa(aws, input) }, durationSeconds, endpoint }) }
  },
})
