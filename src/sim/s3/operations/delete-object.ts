import type { DeleteObjectCommandInput } from '@aws-sdk/client-s3'
import { SimError } from '../../define-operation.ts'
import { bucketOperation, type Question } from '../bucket-operation.ts'

/** Without a version it only puts a marker on top; a version under a lock stays, whoever asks. */
export const deleteObject = bucketOperation<DeleteObjectCommandInput>({
  name: 'DeleteObject',
  asks: ({ VersionId: version, BypassGovernanceRetention: bypass }) => [
    { action: version === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion', on: 'object' },
    ...(bypass === true ? [{ action: 's3:BypassGovernanceRetention', on: 'object' } satisfies Question] : []),
  ],
  handle: (bucket, { aws, input }) => {
    const { Key: key = '', VersionId: version } = input
    const versions = bucket.objects.get(key) ?? []
    if (version === undefined) {
      if (!bucket.hasObjectLock) {
        bucket.objects.delete(key)
        return {}
      }
      const versionId = aws.ids.requestId().replaceAll('-', '')
      const marker = {
        key,
        versionId,
        at: aws.now(),
        body: undefined,
        etag: '',
        contentType: undefined,
        checksums: {},
        retention: undefined,
      }
      bucket.objects.set(key, [...versions, marker])
      return { DeleteMarker: true, VersionId: versionId }
    }
    const retention = versions.find(({ versionId }) => versionId === version)?.retention
    const isBypassed = retention?.mode === 'GOVERNANCE' && input.BypassGovernanceRetention === true
    if (retention !== undefined && retention.until > aws.now() && !isBypassed)
      throw new SimError('AccessDenied', 'Access Denied because object protected by object lock.', { status: 403 })
    bucket.objects.set(
      key,
      versions.filter(({ versionId }) => versionId !== version),
    )
    return { VersionId: version }
  },
})
