import { assertNever } from '#lib/assert-never.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import type { StreamKind } from './streams.ts'

/** What a failed page means for its stream. */
export type PageFailure =
  /** The token is no longer good: begin this list again, and only this one. */
  | { readonly kind: 'restart'; readonly reason: string }
  /** May pass by itself. */
  | { readonly kind: 'retry'; readonly reason: string }
  /** The thing the list is about is gone: there is nothing to read, and nothing is missing. */
  | { readonly kind: 'gone'; readonly reason: string }
  /** AWS says no, and will say no again. */
  | { readonly kind: 'refused'; readonly reason: string }

const goneCodes: ReadonlySet<string> = new Set([
  'AccountNotFoundException',
  'TargetNotFoundException',
  'ParentNotFoundException',
  'ChildNotFoundException',
  'OrganizationalUnitNotFoundException',
  'PolicyNotFoundException',
])
const tokenReasons: ReadonlySet<string> = new Set(['INVALID_NEXT_TOKEN', 'INVALID_PAGINATION_TOKEN'])
const tokenCodes: ReadonlySet<string> = new Set(['PaginationTokenExpiredException', 'InvalidNextTokenException'])
const passingCodes: ReadonlySet<string> = new Set([
  'ConcurrentModificationException',
  'PolicyChangesInProgressException',
  'ServiceException',
])

/**
 * Judges an outcome other than `ok`. A thing that vanished between two lists is no gap; a denial is one, and is never taken for an empty list.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/CommonErrors.html
 */
export function judgeFailure(
  outcome: Exclude<Outcome<unknown>, { kind: 'ok' }>,
  stream: { readonly kind: StreamKind; readonly isFirstPage: boolean },
): PageFailure {
  switch (outcome.kind) {
    case 'denied':
      return { kind: 'refused', reason: `AWS denied ${outcome.denial.action}: ${outcome.denial.message}` }
    case 'throttled':
    case 'network':
    case 'expired':
      return { kind: 'retry', reason: `${outcome.code}: ${outcome.message}` }
    case 'rejected':
      return judgeRejection(outcome, stream.isFirstPage)
    case 'region_disabled':
      return { kind: 'refused', reason: `Region ${outcome.region} is not enabled: ${outcome.message}` }
    case 'service_absent':
    case 'account_inactive':
      return { kind: 'refused', reason: `${outcome.code}: ${outcome.message}` }
    default:
      return assertNever(outcome, 'outcome')
  }
}

function judgeRejection({ code, message, reason }: { code: string; message: string; reason?: string }, isFirstPage: boolean): PageFailure {
  const told = `${code}: ${message}`
  if (goneCodes.has(code)) return { kind: 'gone', reason: told }
  if (passingCodes.has(code)) return { kind: 'retry', reason: told }
  const isTokenTrouble = tokenCodes.has(code) || (reason !== undefined && tokenReasons.has(reason)) || /token/i.test(message)
  if (!isFirstPage && isTokenTrouble) return { kind: 'restart', reason: told }
  return { kind: 'refused', reason: told }
}
