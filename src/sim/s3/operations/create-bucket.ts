import type { CreateBucketCommandInput } from '@aws-sdk/client-s3'
import { defineOperation, SimError } from '../../define-operation.ts'
import { addBucket, bucketArn, buckets } from '../state.ts'

/** With `x-amz-bucket-object-lock-enabled`; outside of us-east-1 the body names the Region that the request is signed for. */
/** The wire layer hands documents of this protocol on as they came. */
function createXml({ CreateBucketConfiguration: document }: CreateBucketCommandInput): string {
  return typeof document === 'string' ? document : ''
}

export const createBucket = defineOperation<CreateBucketCommandInput>({
  name: 'CreateBucket',
  authorize: ({ aws, caller, input }) => ({
    action: 's3:CreateBucket',
    resource: bucketArn(aws, input.Bucket ?? ''),
    resourceAccountId: caller.accountId,
  }),
  handle: ({ aws, caller, region, input }) => {
    const { Bucket: name = '' } = input
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name))
      throw new SimError('InvalidBucketName', 'The specified bucket is not valid.', { status: 400, fields: { BucketName: name } })
    const asked = /<LocationConstraint>([^<]*)</.exec(createXml(input))?.[1]
    if ((asked ?? 'us-east-1') !== region)
      throw new SimError(
        'IllegalLocationConstraintException',
        `The ${asked ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
        { status: 400 },
      )
    const known = buckets(aws).get(name)
    if (known !== undefined)
      throw known.accountId === caller.accountId
        ? new SimError('BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.', {
            status: 409,
          })
        : new SimError('BucketAlreadyExists', 'The requested bucket name is not available.', { status: 409 })
    addBucket(aws, { name, accountId: caller.accountId, region, hasObjectLock: input.ObjectLockEnabledForBucket === true })
    return { Location: `/${name}` }
  },
})
