import type { AccountConnectionReport } from '../../../api/operations.gen.ts'

export type AccountCheck = { readonly name: string; readonly result: 'passed' | 'failed' | 'unknown' | 'not_reached' }
type Told = Pick<AccountConnectionReport, 'failedStep' | 'status' | 'isReached'>

const steps = [
  ['caller', 'Reeve has working credentials of its own'],
  ['assume_role', 'The account can be entered'],
  ['identity', 'AWS says that it is this account'],
] as const

/**
 * The checks in the order in which they are made. What comes after the one that failed was not reached, and what AWS left open stays
 * unknown; neither is told as passed.
 */
export function accountChecksOf({ failedStep, status, isReached }: Told, isNew: boolean): readonly AccountCheck[] {
  const failedAt = steps.findIndex(([step]) => step === failedStep)
  const opened = steps.map(([, name], index): AccountCheck => ({
    name,
    result: failedAt === -1 || index < failedAt ? 'passed' : index === failedAt ? 'failed' : 'not_reached',
  }))
  const permissions = !isReached ? 'not_reached' : status === 'ok' ? 'passed' : status === 'pending' ? 'unknown' : 'failed'
  const taken = failedStep === 'already_connected' || failedStep === 'managed'
  return [
    ...opened,
    { name: 'The role may read what Reeve reads', result: permissions },
    ...(isNew
      ? [
          {
            name: 'The account is neither connected already nor managed by an organization',
            result: taken ? ('failed' as const) : isReached ? ('passed' as const) : ('not_reached' as const),
          },
        ]
      : []),
  ]
}
