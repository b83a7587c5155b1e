import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import { describeVerification, findLastVerification } from '#features/policies/index.ts'
import type { InstalledDoor } from '#platform/aws/create-door.ts'
import { countJobs } from './count-jobs.ts'
import { type DatabaseUseDeps, measureDatabase } from './database-use.ts'

export type Check = {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'failed' | 'unknown'
  readonly detail: string
}

export type DoctorDeps = DatabaseUseDeps & {
  readonly door: Pick<InstalledDoor, 'describeCaller' | 'describeEndpoint'>
  readonly dataDir: string
  readonly version: string
}

/** Below this the embedded database and its log may soon fail to write. */
const freeBytesMin = 1_073_741_824

/** Looks at what Reeve stands on, all of it, whatever fails; what could not be looked at is `unknown`, never `ok`. */
export async function examine(deps: DoctorDeps, signal: AbortSignal): Promise<Check[]> {
  return Promise.all([
    checkDatabase(deps),
    checkDisk(deps),
    checkQueue(deps),
    checkCaller(deps, signal),
    Promise.resolve(checkEndpoint(deps)),
    checkPolicyEngine(deps),
  ])
}

async function checkDatabase(deps: DoctorDeps): Promise<Check> {
  return told('database', async () => {
    const found = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(deps.db)
    const { isBeyond, detail } = await measureDatabase(deps)
    return { state: isBeyond ? 'warning' : 'ok', detail: `PostgreSQL ${found.rows[0]?.version} answers. ${detail}` }
  })
}

async function checkDisk({ dataDir }: DoctorDeps): Promise<Check> {
  return told('disk', async () => {
    const { bavail, bsize } = await statfs(dataDir)
    const freeGb = (bavail * bsize) / 2 ** 30
    return { state: bavail * bsize < freeBytesMin ? 'warning' : 'ok', detail: `${freeGb.toFixed(1)} GiB free at ${dataDir}` }
  })
}

async function checkQueue({ db }: DoctorDeps): Promise<Check> {
  return told('jobs', async () => {
    const { waiting, late } = await countJobs(db)
    return late > 0
      ? { state: 'warning', detail: `${late} jobs have waited for more than ten minutes: is a worker running?` }
      : { state: 'ok', detail: `${waiting} jobs waiting, none late` }
  })
}

async function checkCaller({ door }: DoctorDeps, signal: AbortSignal): Promise<Check> {
  return told('AWS credentials', async () => {
    const outcome = await door.describeCaller({ kind: 'default' }, { actor: 'system:doctor', signal })
    if (outcome.kind === 'ok')
      return {
        state: outcome.value.warning === undefined ? 'ok' : 'warning',
        detail: [outcome.value.text, outcome.value.warning ?? ''].join(' ').trim(),
      }
    return {
      state: outcome.kind === 'network' || outcome.kind === 'throttled' ? 'unknown' : 'failed',
      detail: `${outcome.kind}: ${'message' in outcome ? outcome.message : outcome.kind === 'denied' ? outcome.denial.message : ''}`,
    }
  })
}

function checkEndpoint({ door }: DoctorDeps): Check {
  const { isAws, address } = door.describeEndpoint()
  return { name: 'AWS endpoint', state: isAws ? 'ok' : 'warning', detail: isAws ? 'AWS itself' : `not AWS: ${address}` }
}

/** The engine's tests are its own word; AWS's is asked with `reeve policy verify`. */
async function checkPolicyEngine({ db }: DoctorDeps): Promise<Check> {
  return told('policy engine', async () => describeVerification(await findLastVerification(db)))
}

async function told(name: string, look: () => Promise<Omit<Check, 'name'>>): Promise<Check> {
  try {
    return { name, ...(await look()) }
  } catch (error) {
    return { name, state: 'unknown', detail: error instanceof Error ? error.message : String(error) }
  }
}
