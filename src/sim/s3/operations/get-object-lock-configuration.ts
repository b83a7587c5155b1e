import type { GetObjectLockConfigurationCommandInput } from '@aws-sdk/client-s3'
import { SimError } from '../../define-operation.ts'
import { bucketOperation } from '../bucket-operation.ts'

export const getObjectLockConfiguration = bucketOperation<GetObjectLockConfigurationCommandInput>({
  name: 'GetObjectLockConfiguration',
  asks: () => [{ action: 's3:GetBucketObjectLockConfiguration', on: 'bucket' }],
  handle: ({ hasObjectLock, defaultRetention, name }) => {
    if (!hasObjectLock)
      throw new SimError('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket', {
        status: 404,
        fields: { BucketName: name },
      })
    const rule = defaultRetention && { Rule: { DefaultRetention: { Mode: defaultRetention.mode, Days: defaultRetention.days } } }
    return { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', ...rule } }
  },
})
