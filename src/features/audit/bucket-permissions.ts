/** An IAM action that keeping checkpoints in S3 needs, of whoever writes them there: no role of the owner's accounts holds any of these. */
export type BucketPermission = { readonly action: string; readonly need: 'required' | 'optional'; readonly why: string }

export const bucketPermissions: readonly BucketPermission[] = [
  { action: 's3:PutObject', need: 'required', why: 'Writes signed checkpoints of the audit trail below the prefix that was set.' },
  { action: 's3:PutObjectRetention', need: 'required', why: 'Puts each of them under a lock of its own.' },
  { action: 's3:ListBucket', need: 'optional', why: 'Lets the test of the sink tell that the bucket is there.' },
  {
    action: 's3:GetBucketObjectLockConfiguration',
    need: 'optional',
    why: 'Lets the test of the sink refuse a bucket without Object Lock.',
  },
  { action: 's3:ListBucketVersions', need: 'optional', why: 'Finds the checkpoints again for `reeve audit verify --sink`.' },
  { action: 's3:GetObjectVersion', need: 'optional', why: 'Reads the first version of each, whatever was put over it since.' },
]
