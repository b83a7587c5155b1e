import { sql } from 'kysely'
import { bucketsFor } from '#platform/aws/buckets.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Organization } from '../organization.ts'
import { collectors } from './collectors/index.ts'
import type { ReadAws } from './define-collector.ts'
import { runLanes } from './lanes.ts'
import { listNextStreams, streamsAfter } from './next-streams.ts'
import { createPageStore, type PageStore } from './page-store.ts'
import { judgeFailure, type PageFailure } from './page-verdict.ts'
import { syncedPolicyTypes } from './policy-facts.ts'
import { endStream, insertStreams, listOpenStreams, reopenFailedStreams, restartStream, stageKnownAccounts, stagePage } from './staging.ts'
import { newStream, type StagedPage, type Stream, type StreamKind } from './streams.ts'
import type { Fence, SyncDeps } from './sync-deps.ts'
import type { SyncRun } from './sync-runs.ts'

export type ReadingInput = {
  readonly deps: Pick<SyncDeps, 'db' | 'sleep'>
  readonly organization: Organization
  readonly run: SyncRun
  readonly aws: ReadAws
  readonly fence: Fence
  readonly signal: AbortSignal
}

type Fetched = { readonly kind: 'page'; readonly page: StagedPage } | PageFailure
/** The next page of a list is asked for while this one is stored; `ahead` holds it until the list's turn comes. */
type Reading = ReadingInput & {
  readonly ahead: Map<string, { readonly token: string; readonly fetched: Promise<Fetched> }>
  readonly pages: PageStore<PageToStore, Stream[]>
}
type PageToStore = { readonly stream: Stream; readonly page: StagedPage }

/** A list that the picture cannot do without could not be read. `isPassing`: trying again later may help. */
export class ReadingFailed extends Error {
  readonly isPassing: boolean
  constructor(message: string, isPassing: boolean) {
    super(message)
    this.name = 'ReadingFailed'
    this.isPassing = isPassing
  }
}

/** Spends a burst of 15 at once and hides latency up to ten tokens long. */
const laneConcurrency = 8
/** The door has retried by itself before: this is for storms that outlast it. */
const waitsMs = [1_000, 5_000, 15_000, 30_000]
const restartsMax = 3
const allKinds: ReadonlySet<StreamKind> = new Set(['accounts', 'ous', 'policies', 'bulk_tags', 'parents'])

/**
 * Reads everything the run asks for into the staging tables, all buckets at once, each page stored with its token. May be called again after
 * any crash: lists that were read stay, one that was half read goes on. Answers when nothing is left to read; what could not be read is
 * marked so, except for the accounts and the root, without which there is no picture.
 */
export async function readEstate(input: ReadingInput): Promise<void> {
  const pages = createPageStore((items: readonly PageToStore[]) => storePages(input, items))
  const reading: Reading = { ...input, ahead: new Map(), pages }
  try {
    await readAll(reading)
  } finally {
    // Nothing may still be asking AWS once the caller goes on.
    await Promise.allSettled([...reading.ahead.values()].map(({ fetched }) => fetched))
  }
}

async function readAll(reading: Reading): Promise<void> {
  const { deps, run } = reading
  await inRun(reading, async (tx) => {
    await reopenFailedStreams(tx, run.id)
    if (run.kind === 'tags') await stageKnownAccounts(tx, run.id, run.organizationUid)
    await insertStreams(tx, run.id, firstStreams(reading))
  })
  let open = await listOpenStreams(deps.db, run.id)
  do {
    await runLanes(open, { laneOf, isUrgent, concurrency: laneConcurrency, step: (stream) => readPage(reading, stream) })
    // What two lists decide together may have been decided too early by either: look once more when all is read.
    open = await inRun(reading, async (tx) => insertStreams(tx, run.id, await listNextStreams(tx, reading, allKinds)))
  } while (open.length > 0)
}

function firstStreams({ run, organization }: Reading): Stream[] {
  const bulk = organization.registeredThrough === 'management_account' ? [newStream('bulk_tags')] : []
  return run.kind === 'tags' ? bulk : [newStream('roots'), newStream('accounts'), ...bulk]
}

function laneOf(stream: Stream): string {
  const { service, operation } = collectors[stream.kind]
  return bucketsFor({ service, operation, region: 'home', accountId: 'caller' })[0]?.key ?? operation
}

/** The longest chain of pages must not start last: AWS attaches FullAWSAccess to every account. */
function isUrgent(stream: Stream): boolean {
  return stream.kind === 'policies' || stream.nextToken !== null || stream.subject.endsWith(':p-FullAWSAccess')
}

async function readPage(reading: Reading, stream: Stream): Promise<Stream[]> {
  reading.signal.throwIfAborted()
  const result = await takePage(reading, stream)
  if (result.kind === 'page') {
    if (stream.kind === 'roots') assertSameOrganization(result.page, reading.organization)
    fetchAhead(reading, stream, result.page)
    return reading.pages.store({ stream, page: result.page })
  }
  const { run } = reading
  if (result.kind === 'restart' && stream.restarts < restartsMax) {
    return inRun(reading, async (tx) => [await restartStream(tx, run.id, stream)])
  }
  if (result.kind === 'gone') {
    await inRun(reading, (tx) => endStream(tx, run.id, { stream: stream.stream, state: 'skipped', error: result.reason }))
    return []
  }
  if (stream.kind === 'accounts' || stream.kind === 'roots') {
    throw new ReadingFailed(`${collectors[stream.kind].operation} could not be read to its end: ${result.reason}`, result.kind === 'retry')
  }
  return inRun(reading, async (tx) => {
    await endStream(tx, run.id, { stream: stream.stream, state: 'failed', error: result.reason })
    return insertStreams(tx, run.id, await listNextStreams(tx, reading, new Set([stream.kind])))
  })
}

function takePage(reading: Reading, stream: Stream): Promise<Fetched> {
  const ahead = reading.ahead.get(stream.stream)
  reading.ahead.delete(stream.stream)
  return ahead !== undefined && ahead.token === stream.nextToken ? ahead.fetched : fetchPage(reading, stream)
}

function fetchAhead(reading: Reading, stream: Stream, { nextToken }: StagedPage): void {
  if (nextToken === null) return
  const fetched = fetchPage(reading, { ...stream, nextToken })
  fetched.catch(() => undefined)
  reading.ahead.set(stream.stream, { token: nextToken, fetched })
}

async function fetchPage({ aws, deps, signal }: Reading, stream: Stream): Promise<Fetched> {
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await collectors[stream.kind].read(aws, stream)
    if (outcome.kind === 'ok') return { kind: 'page', page: outcome.value }
    signal.throwIfAborted()
    const failure = judgeFailure(outcome, { kind: stream.kind, isFirstPage: stream.nextToken === null })
    const waitMs = waitsMs[attempt]
    if (failure.kind !== 'retry' || waitMs === undefined) return failure
    await deps.sleep(waitMs, signal)
  }
}

function storePages(reading: ReadingInput, items: readonly PageToStore[]): Promise<Stream[][]> {
  return inRun(reading, async (tx) => {
    const led: Stream[][] = []
    for (const item of items) led.push(await storePage(tx, reading, item))
    return led
  })
}

async function storePage(tx: Tx, reading: ReadingInput, { stream, page }: PageToStore): Promise<Stream[]> {
  const { run, organization } = reading
  const policyTypes = organization.featureSet === 'ALL' ? syncedPolicyTypes : []
  await stagePage(tx, run.id, stream, page)
  // Before the joint question: a tree whose next level is not written down yet would look complete.
  const own = await insertStreams(tx, run.id, streamsAfter(stream, page, policyTypes))
  const asked = await listNextStreams(tx, reading, jointQuestions(stream, page), pageAccounts(stream, page))
  const added = [...own, ...(await insertStreams(tx, run.id, asked))]
  return page.nextToken === null ? added : [{ ...stream, nextToken: page.nextToken }, ...added]
}

/** While accounts still come in, the tree is not read: only where attachments are listed and whose tags are read can be decided. */
function jointQuestions({ kind }: Stream, page: StagedPage): ReadonlySet<StreamKind> {
  return kind === 'accounts' && page.nextToken !== null ? new Set(['policies', 'bulk_tags']) : new Set([kind])
}

/** While accounts still come in, only those of the page are asked about: the rest was asked about with its own page. */
function pageAccounts(stream: Stream, page: StagedPage): string[] | undefined {
  return stream.kind === 'accounts' ? (page.rows.accounts ?? []).map((account) => account.accountId) : undefined
}

/** The root's ARN names the organization, so a role that was pointed elsewhere is noticed without a call of its own. */
function assertSameOrganization(page: StagedPage, { organizationId }: Organization): void {
  const stranger = (page.rows.ous ?? []).find((root) => !root.arn.includes(`/${organizationId}/`))
  if (stranger === undefined) return
  throw new ReadingFailed(
    `The organization role leads to another organization (${stranger.arn}) than the one registered (${organizationId}). Nothing was changed.`,
    false,
  )
}

/**
 * Every result is stored under the lease: a worker that slept through its replacement stores nothing. The commit need not reach the disk:
 * a server that crashes empties the staging tables in any case, and a page is not worth a flush.
 */
function inRun<T>({ deps, fence }: ReadingInput, body: (tx: Tx) => Promise<T>): Promise<T> {
  return deps.db.transaction().execute(async (tx) => {
    await sql`set local synchronous_commit to off`.execute(tx)
    await fence.assertHeld(tx)
    return body(tx)
  })
}
