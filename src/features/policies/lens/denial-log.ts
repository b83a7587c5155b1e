import { sql } from 'kysely'
import type { Denial } from '#platform/aws/outcome.ts'
import type { Db } from '#platform/db/db.ts'
import type { Log } from '#platform/log/log.ts'
import { decideCause } from './decide-cause.ts'
import { findChain } from './find-chain.ts'
import { evaluateOrganization, type PolicyChain } from './organization-evidence.ts'

/** One denial as the door met it. */
export type DeniedCall = { readonly denial: Denial; readonly accountId: string; readonly principalArn: string; readonly region: string }

export type DenialLog = {
  /** Never throws and never waits: a denial must not slow the work that met it. */
  record(call: DeniedCall): void
  flush(): Promise<void>
  close(): Promise<void>
}

type Sighting = DeniedCall & { count: number; readonly firstAt: Date; lastAt: Date }

const flushEveryMs = 2_000
/** Kinds of denial held between two flushes; a broken role in every account of a large estate stays far below. */
const sightingsMax = 20_000
const keptDays = 90

/** Gives every denial its cause by the harvested policies and keeps one counted row per kind. */
export function createDenialLog({ db, log, now }: { readonly db: Db; readonly log: Log; readonly now: () => Date }): DenialLog {
  let sightings = new Map<string, Sighting>()
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  let flushing: Promise<void> = Promise.resolve()

  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const batch = sightings
    sightings = new Map()
    if (dropped > 0) log.warn({ dropped, kept: batch.size }, 'more kinds of denial than can be held at once')
    dropped = 0
    // One after the other, so that two flushes never count the same row at once.
    flushing = flushing
      .then(() => store(db, [...batch.values()]))
      .catch((error: unknown) => log.error({ err: error, denials: batch.size }, 'denials could not be stored'))
    return flushing
  }
  return {
    record(call) {
      const key = keyOf(call)
      const known = sightings.get(key)
      if (known !== undefined) {
        known.count++
        known.lastAt = now()
      } else if (sightings.size < sightingsMax) sightings.set(key, { ...call, count: 1, firstAt: now(), lastAt: now() })
      else dropped++
      timer ??= setTimeout(() => void flush(), flushEveryMs).unref()
    },
    flush,
    close: flush,
  }
}

function keyOf({ denial, accountId, principalArn, region }: DeniedCall): string {
  return [accountId, principalArn, denial.action, denial.resource ?? '*', region, denial.code].join(' ')
}

async function store(db: Db, sightings: readonly Sighting[]): Promise<void> {
  if (sightings.length === 0) return
  const chains = new Map<string, Promise<PolicyChain | undefined>>()
  for (const sighting of sightings) {
    const { denial, accountId, principalArn, region } = sighting
    const resource = denial.resource ?? '*'
    const resourceAccountId = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1]
    const chainKey = `${accountId} ${resourceAccountId ?? ''}`
    const chain = chains.get(chainKey) ?? findChain(db, accountId, resourceAccountId)
    chains.set(chainKey, chain)
    const organization = evaluateOrganization(await chain, {
      principal: { arn: principalArn, accountId },
      action: denial.action,
      resource: { arn: resource, ...(resourceAccountId !== undefined && { accountId: resourceAccountId }) },
      context: { 'aws:RequestedRegion': region },
    })
    const cause = decideCause({ observation: { kind: 'denied', denial }, organization })
    await sql`
      insert into denial (account_id, principal_arn, action, resource, region, code, message, cause, count, first_seen_at, last_seen_at)
      values (${accountId}, ${principalArn}, ${denial.action}, ${resource}, ${region}, ${denial.code}, ${denial.message}, ${JSON.stringify(cause)}, ${sighting.count}, ${sighting.firstAt}, ${sighting.lastAt})
      on conflict (account_id, principal_arn, action, resource, region, code) do update
      set count = denial.count + excluded.count, last_seen_at = excluded.last_seen_at, message = excluded.message, cause = excluded.cause`.execute(
      db,
    )
  }
  await sql`delete from denial where last_seen_at < now() - make_interval(days => ${keptDays})`.execute(db)
}
