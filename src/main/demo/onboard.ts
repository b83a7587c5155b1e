import { setTimeout as delay } from 'node:timers/promises'
import type { ApiClient } from '#platform/http/client.ts'
import type { SimFacts } from './processes.ts'

/** A sync as the API tells it. */
export type Sync = {
  readonly id: string
  readonly status: string
  readonly phase: string
  readonly progress: { readonly found: number; readonly synced: number; readonly failed: number; readonly remaining: number }
  readonly durationMs: number | null
  readonly boundMs: number | null
  readonly publishedBoundMs: number | null
  readonly minCalls: number | null
  readonly calls: number
  readonly apiCalls: Readonly<Record<string, number>>
  readonly throttled: number
  readonly memberCheckMs: number | null
  readonly writes: number
  readonly error: string | null
}

const lookEveryMs = 250

/** Registers the simulated organization by the same request that a real one is registered with. */
export async function register(client: ApiClient, { orgRoleArn, memberRoleName, externalId }: SimFacts): Promise<void> {
  await client.post('/v1/organizations', {
    credentials: {
      caller: { kind: 'default' },
      organizationRole: { arn: orgRoleArn, sessionName: 'reeve', durationSeconds: 3600, externalId },
      memberRole: { name: memberRoleName, sessionName: 'reeve', durationSeconds: 3600, externalId },
    },
    nickname: 'demo',
  })
}

/** Follows the newest sync to its end, telling every change of its progress. */
export async function followNewestSync(client: ApiClient, org: string, tell: (line: string) => void): Promise<Sync> {
  let told = ''
  for (;;) {
    const page = await client.get<{ items: Sync[] }>(`/v1/organizations/${org}/syncs`, { limit: 1 })
    const sync = page.items[0]
    if (sync !== undefined) {
      const line = progressLine(sync)
      if (line !== told) tell(line)
      told = line
      if (sync.status !== 'running') return sync
    }
    await delay(lookEveryMs)
  }
}

function progressLine({ status, phase, progress: { found, synced, failed, remaining }, throttled }: Sync): string {
  const doing = status === 'running' ? phase.replace('_', ' ') : status
  return `${doing.padEnd(17)} found ${found}  synced ${synced}  failed ${failed}  remaining ${remaining}  throttled ${throttled}`
}

/** Waits until no job is queued or running: badges follow a sync as a job of their own. */
export async function untilIdle(client: ApiClient): Promise<void> {
  for (;;) {
    const busy = await Promise.all(
      ['queued', 'running'].map((state) => client.get<{ items: { name: string }[] }>('/v1/jobs', { state, limit: 50 })),
    )
    if (busy.every(({ items }) => items.length === 0)) return
    await delay(lookEveryMs)
  }
}
