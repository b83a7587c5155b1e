import type { HeadBucketCommandInput } from '@aws-sdk/client-s3'
import { bucketOperation } from '../bucket-operation.ts'

export const headBucket = bucketOperation<HeadBucketCommandInput>({
  name: 'HeadBucket',
  asks: () => [{ action: 's3:ListBucket', on: 'bucket' }],
  handle: ({ region }) => ({ BucketRegion: region, AccessPointAlias: false }),
})
