import type { PutObjectCommandInput } from '@aws-sdk/client-s3'
import { SimError } from '../../define-operation.ts'
import type { SimulatedAws } from '../../state.ts'
import { bucketOperation, type Question } from '../bucket-operation.ts'
import { checkDigests, etagOf } from '../checksums.ts'
import type { BucketRecord, Retention } from '../state.ts'

const dayMs = 86_400_000
const keyBytesMax = 1024

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html and .../userguide/object-lock.html */
export const putObject = bucketOperation<PutObjectCommandInput>({
  name: 'PutObject',
  asks: (input, { aws }) => [{ action: 's3:PutObject', on: 'object', ...lockContext(aws, input) }, ...retentionQuestion(aws, input)],
  handle: (bucket, { aws, input }) => {
    const { Key: key = '', ContentType: contentType } = input
    if (Buffer.byteLength(key) > keyBytesMax) throw new SimError('KeyTooLongError', 'Your key is too long', { status: 400 })
    const body = (input.Body ?? new Uint8Array()) as Uint8Array
    const retention = retentionOf(aws, bucket, input)
    const checksums = checkDigests(input, body)
    const versionId = bucket.hasObjectLock ? aws.ids.requestId().replaceAll('-', '') : 'null'
    const versions = bucket.hasObjectLock ? (bucket.objects.get(key) ?? []) : []
    const etag = etagOf(body)
    bucket.objects.set(key, [
      ...versions,
      { key, versionId, at: aws.now(), body: Uint8Array.from(body), etag, contentType, checksums, retention },
    ])
    return { ETag: etag, ...(bucket.hasObjectLock ? { VersionId: versionId } : {}), ...checksums }
  },
})

function retentionQuestion(aws: SimulatedAws, input: PutObjectCommandInput): Question[] {
  return input.ObjectLockMode === undefined ? [] : [{ action: 's3:PutObjectRetention', on: 'object', ...lockContext(aws, input) }]
}

function lockContext(
  aws: SimulatedAws,
  { ObjectLockMode: mode, ObjectLockRetainUntilDate: until }: PutObjectCommandInput,
): Pick<Question, 'context'> {
  if (mode === undefined || until === undefined) return {}
  const days = Math.floor((until.getTime() - aws.now()) / dayMs)
  return {
    context: {
      's3:object-lock-mode': mode,
      's3:object-lock-retain-until-date': until.toISOString(),
      's3:object-lock-remaining-retention-days': String(days),
    },
  }
}

function retentionOf(
  aws: SimulatedAws,
  { hasObjectLock, defaultRetention }: BucketRecord,
  input: PutObjectCommandInput,
): Retention | undefined {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until } = input
  if (mode === undefined && until === undefined)
    return defaultRetention && { mode: defaultRetention.mode, until: aws.now() + defaultRetention.days * dayMs }
  if (!hasObjectLock) throw new SimError('InvalidRequest', 'Bucket is missing Object Lock Configuration', { status: 400 })
  if (mode === undefined || until === undefined)
    throw invalidArgument('x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied')
  if (mode !== 'COMPLIANCE' && mode !== 'GOVERNANCE') throw invalidArgument('Unknown wormMode directive.')
  if (!(until.getTime() > aws.now())) throw invalidArgument('The retain until date must be in the future!')
  const digests = [input.ContentMD5, input.ChecksumSHA256, input.ChecksumSHA1, input.ChecksumCRC32, input.ChecksumCRC32C]
  if (digests.every((digest) => digest === undefined))
    throw new SimError(
      'InvalidRequest',
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
      {
        status: 400,
      },
    )
  return { mode, until: until.getTime() }
}

function invalidArgument(message: string): SimError {
  return new SimError('InvalidArgument', message, { status: 400 })
}
