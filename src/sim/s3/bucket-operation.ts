import { type Authorization, defineOperation, type Operation, type OperationCall, SimError } from '../define-operation.ts'
import { type BucketRecord, bucketArn, buckets, noSuchBucket } from './state.ts'

type BucketInput = {
  readonly Bucket?: string | undefined
  readonly Key?: string | undefined
  readonly ExpectedBucketOwner?: string | undefined
}
export type Question = { readonly action: string; readonly on: 'bucket' | 'object'; readonly context?: Readonly<Record<string, string>> }

type Spec<Input> = {
  readonly name: string
  readonly asks: (input: Input, call: OperationCall<Input>) => readonly Question[]
  readonly handle: (bucket: BucketRecord, call: OperationCall<Input>) => object
}

/** An operation on a bucket that exists, lies in the Region that was asked and belongs to whom the caller expects; its policy is asked too. */
export function bucketOperation<Input extends BucketInput>({ name, asks, handle }: Spec<Input>): Operation<Input> {
  return defineOperation<Input>({
    name,
    authorize: (call) => {
      const bucket = findBucket(call)
      const arn = bucketArn(call.aws, bucket.name)
      return asks(call.input, call).map(({ action, on, context }): Authorization => ({
        action,
        resource: on === 'bucket' ? arn : `${arn}/${call.input.Key ?? ''}`,
        resourceAccountId: bucket.accountId,
        ...(bucket.policy === undefined ? {} : { resourcePolicy: bucket.policy }),
        ...(context === undefined ? {} : { context }),
      }))
    },
    handle: (call) => handle(findBucket(call), call),
  })
}

function findBucket({ aws, region, input }: OperationCall<BucketInput>): BucketRecord {
  const bucket = buckets(aws).get(input.Bucket ?? '')
  if (bucket === undefined) throw noSuchBucket(input.Bucket ?? '')
  if (bucket.region !== region)
    throw new SimError(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`,
      {
        status: 400,
        fields: { Region: bucket.region },
      },
    )
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.accountId)
    throw new SimError('AccessDenied', 'Access Denied', { status: 403 })
  return bucket
}
