import type { ListObjectVersionsCommandInput } from '@aws-sdk/client-s3'
import { bucketOperation } from '../bucket-operation.ts'

const keysMax = 1000

/** Every version and delete marker, keys in the order of their bytes, the newest of each first. */
export const listObjectVersions = bucketOperation<ListObjectVersionsCommandInput>({
  name: 'ListObjectVersions',
  asks: ({ Prefix: prefix }) => [
    { action: 's3:ListBucketVersions', on: 'bucket', ...(prefix === undefined ? {} : { context: { 's3:prefix': prefix } }) },
  ],
  handle: ({ name, objects }, { input }) => {
    const { Prefix: prefix = '', KeyMarker: marker } = input
    const limit = Math.min(input.MaxKeys ?? keysMax, keysMax)
    const all = [...objects.values()]
      .flatMap((versions) => versions.map((version, index) => ({ ...version, IsLatest: index === versions.length - 1 })).toReversed())
      .filter(({ key }) => key.startsWith(prefix))
      .toSorted((left, right) => Buffer.compare(Buffer.from(left.key), Buffer.from(right.key)))
    const at = all.findIndex(({ key, versionId }) => key === marker && versionId === input.VersionIdMarker)
    const page = all.slice(at + 1, at + 1 + limit)
    const last = page.at(-1)
    const isTruncated = at + 1 + page.length < all.length
    const shown = page.map(({ key, versionId, at: ms, etag, body, IsLatest }) => ({
      Key: key,
      VersionId: versionId,
      LastModified: new Date(ms),
      IsLatest,
      ...(body === undefined ? {} : { ETag: etag, Size: body.length, StorageClass: 'STANDARD' }),
    }))
    return {
      Name: name,
      Prefix: prefix,
      MaxKeys: limit,
      IsTruncated: isTruncated,
      Versions: shown.filter((version) => 'ETag' in version),
      DeleteMarkers: shown.filter((version) => !('ETag' in version)),
      ...(isTruncated && last !== undefined ? { NextKeyMarker: last.key, NextVersionIdMarker: last.versionId } : {}),
    }
  },
})
