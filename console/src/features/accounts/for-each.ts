import type { Account } from '../../api/operations.gen.ts'
import { Problem } from '../../api/problem.ts'

/** Does one thing to every chosen account, one by one. What failed does not keep the rest from being done, and is told with its number. */
export async function forEach(
  accounts: readonly Pick<Account, 'accountId'>[],
  act: (account: Pick<Account, 'accountId'>) => Promise<unknown>,
): Promise<void> {
  const failed: { readonly accountId: string; readonly error: unknown }[] = []
  for (const account of accounts) await act(account).catch((error: unknown) => failed.push({ accountId: account.accountId, error }))
  const [first] = failed
  if (first === undefined) return
  if (accounts.length === 1 || !(first.error instanceof Problem)) throw first.error
  const { status, code, title, message, requestId, fields } = first.error
  const which = failed.map(({ accountId }) => accountId)
  const named = which.length > 5 ? `${which.slice(0, 5).join(', ')} and ${which.length - 5} more` : which.join(', ')
  const detail = `Not done for ${failed.length} of ${accounts.length} accounts (${named}). ${message}`
  throw new Problem({
    type: `/errors/${code}`,
    status,
    code,
    title,
    detail,
    requestId,
    errors: fields.map((each) => ({ rule: code, ...each })),
  })
}
