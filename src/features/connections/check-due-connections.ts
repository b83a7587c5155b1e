import { AppError } from '#lib/app-error.ts'
import type { Work } from '#platform/aws/door.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { checkConnection, type ConnectionDoor } from './check-connection.ts'
import type { Connection } from './connection.ts'
import { type ConnectionVerdict, decideConnectionStatus } from './decide-connection-status.ts'
import { listDueConnections, listUnchanged } from './queries.ts'
import { tryOpenCredentials } from './secrets.ts'
import { storeVerdict } from './store-verdict.ts'

export type CheckDueDeps = { readonly db: Db; readonly door: ConnectionDoor; readonly sealer: Sealer; readonly now: () => Date }

/** Each account keeps the minute at which it was last tried, so that many do not all come at once. */
const checkEveryMs = 60 * 60 * 1000
/** Three calls each, far below the 600 a second of STS and the rates of IAM in each account. */
const concurrency = 8
const batchSize = 100
/** What one run takes on: the rest comes with the next, which spreads accounts that were added together. */
const batchesMax = 5

/**
 * Tries the connections that were not tried for an hour and stores each account's status, a batch at a time. One account's failure stops no
 * other. A connection that was edited, removed or adopted while it was tried keeps what is stored.
 */
export async function checkDueConnections(
  deps: CheckDueDeps,
  { signal, jobId }: Pick<Work, 'signal'> & { readonly jobId: string },
): Promise<void> {
  const work: Work = { actor: 'system:connections', jobId, signal }
  const checkedBefore = new Date(deps.now().getTime() - checkEveryMs)
  let after = ''
  for (let batch = 0; batch < batchesMax; batch += 1) {
    signal.throwIfAborted()
    const due = await listDueConnections(deps.db, { checkedBefore, now: deps.now(), after, limit: batchSize })
    if (due.length === 0) return
    await checkBatch(deps, due, work)
    after = due.at(-1)?.accountId ?? after
  }
}

async function checkBatch(deps: CheckDueDeps, connections: readonly Connection[], work: Work): Promise<void> {
  const results: { accountUid: string; verdict: ConnectionVerdict }[] = []
  const queue = [...connections]
  const worker = async () => {
    for (let connection = queue.shift(); connection !== undefined; connection = queue.shift()) {
      const verdict = await tryConnection(deps, connection, work)
      // An aborted call says nothing about the account.
      work.signal.throwIfAborted()
      results.push({ accountUid: connection.accountUid, verdict })
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, connections.length) }, worker))
  await deps.db.transaction().execute(async (tx) => {
    const unchanged = await listUnchanged(tx, connections)
    await storeVerdict(
      tx,
      results.filter(({ accountUid }) => unchanged.has(accountUid)),
      deps.now(),
    )
  })
}

async function tryConnection(deps: CheckDueDeps, connection: Connection, work: Work): Promise<ConnectionVerdict> {
  const credentials = tryOpenCredentials(deps.sealer, connection)
  if (credentials instanceof AppError) return decideConnectionStatus({ kind: 'unreadable', detail: credentials.message })
  return (await checkConnection(deps.door, { credentials, accountId: connection.accountId, work })).verdict
}
