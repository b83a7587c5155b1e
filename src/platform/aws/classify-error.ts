import { classifyDenial, deniedCodes } from './classify-denial.ts'
import type { Outcome } from './outcome.ts'
import {
  absentCodes,
  contentionCodes,
  expiredCodes,
  inactiveCodes,
  inactiveMessage,
  lostPattern,
  serverCodes,
  skewCodes,
  throttleCodes,
  unknownKeyCodes,
  unsentPattern,
} from './error-codes.ts'
import { optInRegions } from './partitions.ts'

export type Failure = Exclude<Outcome<never>, { kind: 'ok' }>

/** What the retry loop needs to know beyond the outcome. */
export type Classified = {
  readonly failure: Failure
  /** AWS says, or it is plain, that the same call may succeed later. */
  readonly isRetryable: boolean
  /** The request may have been carried out although no answer came: a write must not be repeated blindly. */
  readonly isAmbiguous: boolean
  /** The endpoint was there: it said something, if only an error. */
  readonly isAnswered: boolean
}

export type CallFacts = {
  readonly service: string
  readonly operation: string
  readonly region: string
  readonly attempts: number
  /** STS has vouched for these credentials: an endpoint that does not know them is the odd one out. */
  readonly isProven: boolean
}

/** Translates one SDK exception, once, here. `undefined` means it did not come from AWS or the network: a bug, to be thrown. */
export function classifyError(error: unknown, facts: CallFacts): Classified | undefined {
  if (!(error instanceof Error)) return undefined
  const answer = readError(error)
  if (answer.status === undefined) return classifyNetwork(answer, facts)
  return classifyAnswer(answer, facts)
}

/** True for an answer that says our clock is off; the SDK has by then measured by how much. */
export function saysClockIsOff(code: string, message: string): boolean {
  return skewCodes.has(code) || (/signature/i.test(code) && /signature (?:expired|not yet current)/i.test(message))
}

function classifyAnswer(answer: ErrorAnswer, facts: CallFacts): Classified {
  const { code, message, status = 0 } = answer
  // An answer that could not be read: cut off on the way, or not AWS's. The call may have been carried out.
  if (status < 300) return troubled({ code: 'UnreadableAnswer', message }, facts)
  if (throttleCodes.has(code) || status === 429 || isRateLimit(answer))
    return retryable({ kind: 'throttled', code, message, attempts: facts.attempts })
  if (saysAccountIsInactive(answer)) return final({ kind: 'account_inactive', code, message })
  if (code === 'RegionDisabledException' || code === 'OptInRequired')
    return final({ kind: 'region_disabled', region: facts.region, message })
  if (unknownKeyCodes.has(code) && optInRegions.has(facts.region) && facts.isProven)
    return final({ kind: 'region_disabled', region: facts.region, message })
  if (deniedCodes.has(code))
    return final({ kind: 'denied', denial: classifyDenial({ code, message, action: `${facts.service}:${facts.operation}` }) })
  if (expiredCodes.has(code)) return final({ kind: 'expired', code, message })
  if (contentionCodes.has(code)) return retryable(rejected(answer))
  if (serverCodes.has(code) || (status >= 500 && status !== 501)) return troubled(answer, facts)
  if (absentCodes.has(code) || status === 501) return final({ kind: 'service_absent', code, message })
  if (status === 403 && (code === 'Unknown' || code === 'UnknownError'))
    return final({ kind: 'denied', denial: classifyDenial({ code, message, action: `${facts.service}:${facts.operation}` }) })
  return final(rejected(answer))
}

function classifyNetwork({ code, message }: ErrorAnswer, facts: CallFacts): Classified | undefined {
  const failure: Failure = { kind: 'network', code, message, attempts: facts.attempts }
  if (unsentPattern.test(code)) return { failure, isRetryable: true, isAmbiguous: false, isAnswered: false }
  if (lostPattern.test(code)) return { failure, isRetryable: true, isAmbiguous: true, isAnswered: false }
  return undefined
}

/** Only a refusal of the caller counts: Organizations' other errors speak of other accounts. */
function saysAccountIsInactive({ code, message }: ErrorAnswer): boolean {
  return inactiveCodes.has(code) || ((deniedCodes.has(code) || unknownKeyCodes.has(code)) && inactiveMessage.test(message))
}

/** Some services use one code for a quota and for a rate; the message tells. */
function isRateLimit({ code, message }: ErrorAnswer): boolean {
  return code === 'LimitExceededException' && /\brate\b|too many requests/i.test(message)
}

function rejected({ code, message, reason }: ErrorAnswer): Failure {
  return { kind: 'rejected', code, message, ...(reason === undefined ? {} : { reason }) }
}

/** AWS was reached and failed half-way: try again, but a write may have been carried out. */
function troubled({ code, message }: { readonly code: string; readonly message: string }, { attempts }: CallFacts): Classified {
  return { failure: { kind: 'network', code, message, attempts }, isRetryable: true, isAmbiguous: true, isAnswered: true }
}

const final = (failure: Failure): Classified => ({ failure, isRetryable: false, isAmbiguous: false, isAnswered: true })
const retryable = (failure: Failure): Classified => ({ failure, isRetryable: true, isAmbiguous: false, isAnswered: true })

type ErrorAnswer = {
  readonly code: string
  readonly message: string
  readonly status: number | undefined
  readonly reason: string | undefined
}

/** The SDK puts AWS's code into `name`, or `Code` where the shape is not modelled, and the HTTP status into `$metadata` or `$response`. */
function readError(error: Error): ErrorAnswer {
  const raw = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number }
    readonly $response?: { readonly statusCode?: number }
    readonly code?: unknown
    readonly Code?: unknown
    readonly Reason?: unknown
    readonly cause?: unknown
  }
  const status = raw.$metadata?.httpStatusCode ?? raw.$response?.statusCode
  const reason = typeof raw.Reason === 'string' ? raw.Reason : undefined
  if (status !== undefined)
    return {
      code: typeof raw.Code === 'string' && isUnmodelled(error.name) ? raw.Code : error.name,
      message: error.message,
      status,
      reason,
    }
  return { code: networkCode(raw), message: error.message, status: undefined, reason }
}

const isUnmodelled = (name: string) => name === 'Error' || name === 'Unknown' || name === 'UnknownError' || name === ''

function networkCode(error: {
  readonly name: string
  readonly message: string
  readonly code?: unknown
  readonly cause?: unknown
}): string {
  if (error.name === 'TimeoutError') return /establish/i.test(error.message) ? 'ECONNECTTIMEOUT' : 'TimeoutError'
  if (typeof error.code === 'string') return error.code
  const cause = error.cause
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error.name
}
