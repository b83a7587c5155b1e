import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { registerOrganization } from '#features/organizations/register-organization.ts'
import type { SyncDeps } from '#features/organizations/sync/sync-deps.ts'
import { runSync, type SyncOutcome } from '#features/organizations/sync/run-sync.ts'
import type { SyncRequest } from '#features/organizations/sync/open-sync-run.ts'
import { findSyncRun, type SyncRun } from '#features/organizations/sync/sync-runs.ts'
import { splitOrgPath } from '#lib/org-path.ts'
import type { Tx } from '#platform/db/db.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { generateMasterKey } from '#platform/crypto/sealing-key.ts'
import type { JobQueue } from '#platform/jobs/define-job.ts'
import type { World, WorldOptions } from '#sim/define-world.ts'
import type { SimSettings } from '#sim/state.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { truthOf, type WorldTruth } from '#sim/worlds/truth.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { formFor, openOrganizationWorld, operator, type OrganizationWorld } from './organization-world.ts'

export type SyncWorld = OrganizationWorld & {
  readonly database: TestDatabase
  /** For another process that is to open what this one sealed. */
  readonly masterKey: string
  readonly organizationUid: string
  readonly deps: SyncDeps
  /** Names of jobs that transactions queued. */
  readonly enqueued: string[]
  readonly truth: () => WorldTruth
  readonly sync: (request?: Partial<SyncRequest>) => Promise<SyncRun>
  readonly close: () => Promise<void>
}

type Options = {
  readonly world?: World
  readonly options?: Partial<WorldOptions>
  readonly settings?: Partial<SimSettings>
  readonly form?: Readonly<Record<string, unknown>>
}

/** A registered organization of the simulated AWS on a database of its own, ready to be synced. */
export async function openSyncWorld({ world = estateWorld, options = {}, settings = {}, form = {} }: Options = {}): Promise<SyncWorld> {
  const database = await createTestDatabase({ connectionsMax: 10 })
  const masterKey = generateMasterKey()
  const sealer = createSealer(openKeyRing({ kind: 'given', text: masterKey }))
  const given = { ...openOrganizationWorld(world, options, settings), sealer }
  const enqueued: string[] = []
  const jobs: JobQueue<Tx> = {
    enqueue: (_tx, job) => {
      enqueued.push(job.name)
      return Promise.resolve('job')
    },
  }
  const signal = new AbortController().signal
  const { organization } = await registerOrganization({ ...given, db: database.db, jobs }, operator, {
    input: formFor(given, form),
    signal,
  })
  const deps: SyncDeps = {
    ...given,
    db: database.db,
    jobs,
    holder: 'test',
    sleep: (_ms, aborted) => delay(1, undefined, { signal: aborted }),
  }
  return {
    ...given,
    masterKey,
    database,
    organizationUid: organization.uid,
    deps,
    enqueued,
    truth: () => truthOf(given.simulation.aws, given.facts.managementAccountId),
    sync: async (request = {}) => {
      const base = { organizationUid: organization.uid, kind: 'estate', trigger: 'request', requestedBy: 'os:1000' } as const
      return finished(deps, await runSync(deps, { ...base, ...request }, { signal, jobId: 'job' }))
    },
    close: () => database.close(),
  }
}

async function finished(deps: SyncDeps, outcome: SyncOutcome): Promise<SyncRun> {
  if (outcome.kind !== 'finished') throw new Error(`The sync was ${outcome.kind}`)
  const run = await findSyncRun(deps.db, outcome.runId)
  if (run === undefined) throw new Error('The run vanished')
  return run
}

export type SeenAccount = {
  readonly name: string
  readonly email: string | null
  readonly state: string
  readonly parentId: string | null
  readonly pathNames: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly isManagementAccount: boolean
  readonly status: string
  readonly inclusion: string
}

/** Accounts of the estate as stored, by id. */
export async function readEstateAccounts({ database, organizationUid }: SyncWorld): Promise<Map<string, SeenAccount>> {
  const { rows } = await sql<Omit<SeenAccount, 'pathNames'> & { accountId: string; orgPath: string }>`
    select a.account_id as "accountId", a.name, a.email, a.state, a.parent_id as "parentId", a.org_path as "orgPath",
      a.is_management_account as "isManagementAccount", a.status, a.inclusion,
      coalesce((select jsonb_object_agg(key, value) from account_tag t where t.account_uid = a.id), '{}') as tags
    from account a where a.organization_uid = ${organizationUid} order by a.account_id`.execute(database.db)
  return new Map(rows.map(({ accountId, orgPath, ...row }) => [accountId, { ...row, pathNames: splitOrgPath(orgPath) }]))
}

export type EstateTotals = { readonly ous: number; readonly policies: number; readonly attachments: number }
export async function readEstateTotals({ database, organizationUid }: SyncWorld): Promise<EstateTotals> {
  const { rows } = await sql<EstateTotals>`
    select (select count(*) from organizational_unit where organization_uid = ${organizationUid} and parent_id is not null) as ous,
      (select count(*) from org_policy where organization_uid = ${organizationUid}) as policies,
      (select count(*) from policy_attachment where organization_uid = ${organizationUid}) as attachments`.execute(database.db)
  return rows[0] ?? { ous: 0, policies: 0, attachments: 0 }
}

/** The stored estate must say of every account what the world's own truth says, and nothing more. */
export async function assertEqualsTruth(world: SyncWorld): Promise<void> {
  const truth = world.truth()
  const stored = await readEstateAccounts(world)
  const live = [...stored].filter(([, account]) => account.inclusion !== 'detached')
  assert.deepEqual(
    live.map(([id]) => id),
    [...truth.accounts.keys()].toSorted(),
  )
  for (const [id, account] of live) {
    const told = truth.accounts.get(id)
    assert.ok(told)
    assert.deepEqual(
      { ...account, status: null, inclusion: null },
      {
        name: told.name,
        email: told.email,
        state: told.state,
        parentId: told.parentId,
        pathNames: told.parentNames,
        tags: Object.fromEntries(told.tags),
        isManagementAccount: told.isManagementAccount,
        status: null,
        inclusion: null,
      },
    )
  }
  assert.deepEqual(await readEstateTotals(world), {
    ous: truth.organizationalUnits,
    policies: truth.policies,
    attachments: truth.attachments,
  })
}
