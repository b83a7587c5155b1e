import type { GetObjectCommandInput } from '@aws-sdk/client-s3'
import { SimError } from '../../define-operation.ts'
import { bucketOperation } from '../bucket-operation.ts'

export const getObject = bucketOperation<GetObjectCommandInput>({
  name: 'GetObject',
  asks: ({ VersionId: version }) => [{ action: version === undefined ? 's3:GetObject' : 's3:GetObjectVersion', on: 'object' }],
  handle: ({ objects }, { input }) => {
    const versions = objects.get(input.Key ?? '') ?? []
    const found = input.VersionId === undefined ? versions.at(-1) : versions.find(({ versionId }) => versionId === input.VersionId)
    if (found === undefined && input.VersionId !== undefined)
      throw new SimError('NoSuchVersion', 'The specified version does not exist.', { status: 404, fields: { Key: input.Key ?? '' } })
    if (found?.body === undefined)
      throw new SimError('NoSuchKey', 'The specified key does not exist.', { status: 404, fields: { Key: input.Key ?? '' } })
    const { body, etag, at, versionId, contentType, checksums, retention } = found
    return {
      Body: body,
      ETag: etag,
      LastModified: new Date(at),
      VersionId: versionId,
      ...(contentType === undefined ? {} : { ContentType: contentType }),
      ...(input.ChecksumMode === 'ENABLED' ? checksums : {}),
      ...(retention === undefined ? {} : { ObjectLockMode: retention.mode, ObjectLockRetainUntilDate: new Date(retention.until) }),
    }
  },
})
