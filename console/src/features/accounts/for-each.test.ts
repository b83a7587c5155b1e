import { expect, test } from 'vitest'
import { Problem } from '../../api/problem.ts'
import { forEach } from './for-each.ts'

const refused = () =>
  Promise.reject(new Problem({ type: '/errors/x', status: 409, code: 'x', title: 'X', detail: 'It is taken.', requestId: 'r' }))
const accounts = ['1', '2', '3'].map((accountId) => ({ accountId }))

test('what fails for some is still done for the rest, and says for which it was not', async () => {
  const done: string[] = []
  const act = ({ accountId }: { accountId: string }) => (accountId === '2' ? Promise.resolve(done.push(accountId)) : refused())
  await expect(forEach(accounts, act)).rejects.toThrow('Not done for 2 of 3 accounts (1, 3). It is taken.')
  expect(done).toEqual(['2'])
})

test('one account alone tells its own refusal, and nothing is told where all is done', async () => {
  await expect(forEach(accounts.slice(0, 1), refused)).rejects.toThrow(/^It is taken\.$/)
  await forEach(accounts, () => Promise.resolve())
})
