import { SimError } from '../define-operation.ts'
import { defineState, type SimulatedAws } from '../state.ts'

export type LockMode = 'COMPLIANCE' | 'GOVERNANCE'
export type Retention = { readonly mode: LockMode; readonly until: number }
export type ObjectVersion = {
  readonly key: string
  readonly versionId: string
  readonly at: number
  /** Undefined: a delete marker. */
  readonly body: Uint8Array | undefined
  readonly etag: string
  readonly contentType: string | undefined
  readonly checksums: Readonly<Record<string, string>>
  readonly retention: Retention | undefined
}

export type BucketRecord = {
  readonly name: string
  readonly accountId: string
  readonly region: string
  readonly createdAt: number
  /** Object Lock brings versioning with it, and neither can be switched off again. */
  readonly hasObjectLock: boolean
  readonly defaultRetention: { readonly mode: LockMode; readonly days: number } | undefined
  policy: string | undefined
  /** By key, oldest version first. */
  readonly objects: Map<string, ObjectVersion[]>
}

const bucketsKey = defineState('s3Buckets', () => new Map<string, BucketRecord>())

/** Bucket names are one namespace for everybody in a partition. */
export function buckets(aws: SimulatedAws): Map<string, BucketRecord> {
  return aws.state(bucketsKey)
}

export type NewBucket = Pick<BucketRecord, 'name' | 'accountId' | 'region'> & {
  readonly hasObjectLock?: boolean
  readonly defaultRetention?: BucketRecord['defaultRetention']
  readonly policy?: object
}

export function addBucket(
  aws: SimulatedAws,
  { name, accountId, region, hasObjectLock = false, defaultRetention, policy }: NewBucket,
): void {
  buckets(aws).set(name, {
    name,
    accountId,
    region,
    createdAt: aws.now(),
    hasObjectLock,
    defaultRetention,
    policy: policy === undefined ? undefined : JSON.stringify(policy),
    objects: new Map(),
  })
}

export function bucketArn(aws: SimulatedAws, bucket: string): string {
  return `arn:${aws.settings.partition}:s3:::${bucket}`
}

export function noSuchBucket(name: string): SimError {
  return new SimError('NoSuchBucket', 'The specified bucket does not exist', { status: 404, fields: { BucketName: name } })
}
