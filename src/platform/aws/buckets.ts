import type { AwsService } from './door.ts'
import { type Rate, type RateRow, rateRows } from './rates.ts'

/** A token bucket as AWS keeps it, at full size. `shared` buckets are drawn by several of our processes at once. */
export type Bucket = {
  readonly key: string
  readonly scope: 'account' | 'organization'
  readonly rate: Rate
  readonly assumed: boolean
}

export type RatedOperation = {
  readonly service: AwsService
  readonly operation: string
  readonly region: string
  readonly accountId: string
  readonly organizationId?: string | undefined
  /** The command's input: EC2 charges an unpaginated describe to a smaller bucket. */
  readonly input?: object
}

const readPattern = /^(Describe|List|Get|Search|Simulate|Lookup|BatchGet|Detect|Validate|Estimate)/

/** Every bucket one call draws on, from AWS's published rates; a call waits for all of them. */
export function bucketsFor(operation: RatedOperation): Bucket[] {
  const row = findRow(operation)
  const group = row.each === true || typeof row.operations === 'string' ? operation.operation : row.operations.join('+')
  const where = row.perRegion === true ? `/${operation.region}` : ''
  const narrow = row.when === undefined ? '' : `/${row.when}`
  const suffix = `${operation.service}${where}/${group}${narrow}`
  const assumed = row.assumed === true
  const buckets: Bucket[] = []
  if (row.account !== undefined)
    buckets.push({ key: `account/${operation.accountId}/${suffix}`, scope: 'account', rate: row.account, assumed })
  if (row.organization !== undefined && operation.organizationId !== undefined) {
    buckets.push({ key: `organization/${operation.organizationId}/${suffix}`, scope: 'organization', rate: row.organization, assumed })
  }
  return buckets
}

/** What a share of a bucket leaves us: rate and burst shrink alike, but a bucket must hold one token or nothing ever passes. */
export function atShare(rate: Rate, share: number): { readonly ratePerSecond: number; readonly capacity: number } {
  return { ratePerSecond: rate.perSecond * share, capacity: Math.max(1, rate.burst * share) }
}

function findRow({ service, operation, input }: RatedOperation): RateRow {
  const kind = readPattern.test(operation) ? 'reads' : 'writes'
  const row = rateRows.find(
    (row) => row.service === service && fits(row, operation, kind) && (row.when === undefined || isUnpaginated(input)),
  )
  if (row === undefined) throw new Error(`No rate row for ${service}:${operation}`)
  return row
}

function fits(row: RateRow, operation: string, kind: 'reads' | 'writes'): boolean {
  return typeof row.operations === 'string' ? row.operations === kind : row.operations.includes(operation)
}

/** AWS: "unfiltered and unpaginated"; a filter or an id list counts as neither. */
function isUnpaginated(input: object | undefined): boolean {
  const given = Object.entries(input ?? {}).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
  return !given.some(
    ([name]) => name === 'MaxResults' || name === 'NextToken' || name === 'Filters' || name.endsWith('Ids') || name.endsWith('Names'),
  )
}
