import type { AwsCall } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import type { StagedPage, Stream, StreamKind } from './streams.ts'

/** One call through the door, as the organization role. */
export type ReadAws = <Output>(call: AwsCall<Output>) => Promise<Outcome<Output>>

/** Reads one page of one stream. Never loops: the run stores the page and its token before it asks for the next. */
export type Collector = {
  readonly kind: StreamKind
  readonly service: 'organizations' | 'tagging'
  /** The operation, which is also the IAM action and decides the bucket. */
  readonly operation: string
  readonly read: (aws: ReadAws, stream: Pick<Stream, 'subject' | 'nextToken'>) => Promise<Outcome<StagedPage>>
}

export function defineCollector(collector: Collector): Collector {
  return collector
}

/** Turns AWS's answer into rows; every other outcome passes through untouched. */
export function mapPage<Output extends { NextToken?: string | undefined }>(
  outcome: Outcome<Output>,
  rowsOf: (output: Output) => StagedPage['rows'],
): Outcome<StagedPage> {
  if (outcome.kind !== 'ok') return outcome
  return { kind: 'ok', value: { rows: rowsOf(outcome.value), nextToken: tokenOf(outcome.value.NextToken) } }
}

/** A page may be empty and still have a token; only a missing or empty token ends a list. */
export function tokenOf(token: string | undefined): string | null {
  return token === undefined || token === '' ? null : token
}

/** AWS's own fields are optional in its model; an item without its id is a broken answer, not an empty one. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`AWS answered without ${what}`)
  return value
}
