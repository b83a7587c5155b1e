import { SimError } from './define-operation.ts'
import type { Bucket, ServiceDefinition, Throttle } from './define-service.ts'
import { organizationProvider } from './providers.ts'
import { defineState, type SimulatedAws } from './state.ts'

type Level = { tokens: number; at: number }
const levels = defineState('throttle', () => new Map<string, Level>())
const rowsByService = new WeakMap<ServiceDefinition, Map<string, { readonly row: Throttle; readonly name: string }>>()

export type ThrottleSubject = { readonly accountId: string; readonly region: string; readonly operation: string }

/**
 * Takes a token from the caller's bucket and from its organization's; throws the service's throttling error where either is empty.
 * A refused call takes nothing, so a client that backs off recovers at the published rate.
 */
export function throttle(aws: SimulatedAws, service: ServiceDefinition, { accountId, region, operation }: ThrottleSubject): void {
  if (!aws.settings.throttle) return
  const found = rowOf(service, operation)
  if (found === undefined) return
  const { row, name } = found
  const account =
    row.account && levelOf(aws, row.account, `${name}/account/${accountId}${row.per === 'account_region' ? `/${region}` : ''}`)
  const organizationId = row.organization && aws.ask(organizationProvider)(accountId)?.id
  const organization =
    row.organization && organizationId !== undefined ? levelOf(aws, row.organization, `${name}/organization/${organizationId}`) : undefined
  if ((account !== undefined && account.tokens < 1) || (organization !== undefined && organization.tokens < 1)) {
    const { code, status, message } = service.errors.throttled
    throw new SimError(code, message, { status })
  }
  if (account !== undefined) account.tokens -= 1
  if (organization !== undefined) organization.tokens -= 1
}

/** An operation's own row, else the service's row for `*`. */
function rowOf(service: ServiceDefinition, operation: string): { readonly row: Throttle; readonly name: string } | undefined {
  let rows = rowsByService.get(service)
  if (rows === undefined) {
    rows = new Map(
      service.throttles.flatMap((row) =>
        row.operations.map((name) => [name, { row, name: `${service.name}/${row.operations[0]}` }] as const),
      ),
    )
    rowsByService.set(service, rows)
  }
  return rows.get(operation) ?? rows.get('*')
}

function levelOf(aws: SimulatedAws, { rate, burst }: Bucket, name: string): Level {
  const all = aws.state(levels)
  const now = aws.now()
  let level = all.get(name)
  if (level === undefined) all.set(name, (level = { tokens: burst, at: now }))
  level.tokens = Math.min(burst, level.tokens + (Math.max(0, now - level.at) / 1000) * rate * aws.settings.timeScale)
  level.at = now
  return level
}
