import type { Account } from '../../api/operations.gen.ts'

/** Does one thing to every chosen account, one by one; what failed is told and the rest still done. */
export async function forEach(accounts: readonly Account[], act: (account: Account) => Promise<unknown>): Promise<void> {
  const failed: unknown[] = []
  for (const account of accounts) await act(account).catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw failed[0]
}
