import type { ApiClient } from '#platform/http/client.ts'
import type { Sync } from './onboard.ts'

export type DemoSummary = {
  readonly organizationId: string
  readonly accounts: {
    readonly total: number
    readonly imported: number
    readonly excluded: number
    readonly suspended: number
    readonly attention: number
  }
  readonly organizationalUnits: number
  readonly policies: number
  readonly attachments: number
  readonly badges: number
  readonly firstSync: Pick<
    Sync,
    'durationMs' | 'boundMs' | 'publishedBoundMs' | 'minCalls' | 'calls' | 'apiCalls' | 'throttled' | 'memberCheckMs'
  >
  readonly secondSync: Pick<Sync, 'durationMs' | 'calls' | 'writes'>
}

/** What the demo did, from what the API tells: nothing is counted twice and nothing taken from the simulator. */
export async function summarize(client: ApiClient, org: string, { first, second }: { first: Sync; second: Sync }): Promise<DemoSummary> {
  const organization = await client.get<{ organizationId: string; accounts: DemoSummary['accounts'] }>(`/v1/organizations/${org}`)
  const contents = await client.get<Pick<DemoSummary, 'organizationalUnits' | 'policies' | 'attachments' | 'badges'>>(
    `/v1/organizations/${org}/contents`,
  )
  const { total, imported, excluded, suspended, attention } = organization.accounts
  const { durationMs, boundMs, publishedBoundMs, minCalls, calls, apiCalls, throttled, memberCheckMs } = first
  return {
    organizationId: organization.organizationId,
    accounts: { total, imported, excluded, suspended, attention },
    ...contents,
    firstSync: { durationMs, boundMs, publishedBoundMs, minCalls, calls, apiCalls, throttled, memberCheckMs },
    secondSync: { durationMs: second.durationMs, calls: second.calls, writes: second.writes },
  }
}

const seconds = (ms: number | null): string => (ms === null ? 'unknown' : `${(ms / 1000).toFixed(1)} s`)

export function summaryText({ organizationId, accounts, firstSync, secondSync, ...rest }: DemoSummary): string {
  return [
    `Organization   ${organizationId}`,
    `Accounts       ${accounts.total}: ${accounts.imported} imported, ${accounts.excluded} excluded, ${accounts.suspended} suspended; ${accounts.attention} need attention`,
    `Tree           ${rest.organizationalUnits} OUs, ${rest.policies} policies, ${rest.attachments} attachments`,
    `Badges         ${rest.badges}`,
    `First sync     ${seconds(firstSync.durationMs)} with ${firstSync.calls} calls; AWS's rates allow ${seconds(firstSync.boundMs)} with ${firstSync.minCalls ?? 'unknown'} at the share Reeve keeps to`,
    `Member roles   ${seconds(firstSync.memberCheckMs)}`,
    `Second sync    ${seconds(secondSync.durationMs)} with ${secondSync.calls} calls, ${secondSync.writes} rows written`,
  ].join('\n')
}
