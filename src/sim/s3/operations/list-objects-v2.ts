import type { ListObjectsV2CommandInput } from '@aws-sdk/client-s3'
import { SimError } from '../../define-operation.ts'
import { bucketOperation } from '../bucket-operation.ts'

const keysMax = 1000

/** Keys in the order of their UTF-8 bytes, without those whose newest version is a delete marker. */
export const listObjectsV2 = bucketOperation<ListObjectsV2CommandInput>({
  name: 'ListObjectsV2',
  asks: ({ Prefix: prefix }) => [
    { action: 's3:ListBucket', on: 'bucket', ...(prefix === undefined ? {} : { context: { 's3:prefix': prefix } }) },
  ],
  handle: ({ name, objects }, { input }) => {
    const { Prefix: prefix = '', ContinuationToken: token, StartAfter: startAfter } = input
    const limit = Math.min(input.MaxKeys ?? keysMax, keysMax)
    const after = token === undefined ? startAfter : readToken(token)
    const newest = [...objects.values()].flatMap((versions) => versions.slice(-1))
    const found = newest
      .filter(({ key, body }) => body !== undefined && key.startsWith(prefix) && (after === undefined || compare(key, after) > 0))
      .toSorted((left, right) => compare(left.key, right.key))
    const page = found.slice(0, limit)
    const isTruncated = found.length > page.length
    return {
      Name: name,
      Prefix: prefix,
      MaxKeys: limit,
      KeyCount: page.length,
      IsTruncated: isTruncated,
      Contents: page.map(({ key, etag, at, body }) => ({
        Key: key,
        ETag: etag,
        LastModified: new Date(at),
        Size: body?.length ?? 0,
        StorageClass: 'STANDARD',
      })),
      ...(isTruncated ? { NextContinuationToken: Buffer.from(page.at(-1)?.key ?? '').toString('base64') } : {}),
    }
  },
})

function compare(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

function readToken(token: string): string {
  const key = Buffer.from(token, 'base64').toString('utf8')
  if (key === '') throw new SimError('InvalidArgument', 'The continuation token provided is incorrect', { status: 400 })
  return key
}
