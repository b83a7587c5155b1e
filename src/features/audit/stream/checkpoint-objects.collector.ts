import { GetObjectCommand, GetObjectLockConfigurationCommand, HeadBucketCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3'
import { readCheckpointLine } from '#platform/audit/checkpoint-file.ts'
import type { Checkpoint } from '#platform/audit/checkpoint.ts'
import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import type { S3Settings } from '../sinks/sink.ts'

/** AWS's answer on the bucket's lock; `rejected` with `ObjectLockConfigurationNotFoundError` where it has none. */
export async function readBucketLock(
  { door, session, work }: { readonly door: AwsDoor; readonly session: AwsSession; readonly work: Work },
  { bucket, region, accountId }: S3Settings,
): Promise<Outcome<{ readonly isEnabled: boolean }>> {
  const place = { Bucket: bucket, ExpectedBucketOwner: accountId }
  const head = await door.call(session, { service: 's3', region, command: new HeadBucketCommand(place) }, work)
  if (head.kind !== 'ok') return head
  const lock = await door.call(session, { service: 's3', region, command: new GetObjectLockConfigurationCommand(place) }, work)
  if (lock.kind !== 'ok') return lock
  return { kind: 'ok', value: { isEnabled: lock.value.ObjectLockConfiguration?.ObjectLockEnabled === 'Enabled' } }
}

export type CollectedCheckpoints = {
  readonly checkpoints: readonly Checkpoint[]
  /** `key, line n`, of what is no checkpoint. */
  readonly unreadable: readonly string[]
}

/**
 * Every checkpoint under the sink's prefix, of each object the first version: what was put over it later, or a marker that hides it, changes
 * nothing, because the lock keeps the first.
 */
export async function collectCheckpoints(
  { door, session, work }: { readonly door: AwsDoor; readonly session: AwsSession; readonly work: Work },
  { bucket, region, accountId, prefix }: S3Settings,
): Promise<Outcome<CollectedCheckpoints>> {
  const place = { Bucket: bucket, ExpectedBucketOwner: accountId }
  const first = new Map<string, { readonly versionId: string; readonly at: number }>()
  let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {}
  while (marker !== undefined) {
    const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({ ...place, Prefix: `${prefix}checkpoints/`, ...marker })
    const page = await door.call(session, { service: 's3', region, command }, work)
    if (page.kind !== 'ok') return page
    for (const { Key: key = '', VersionId: versionId = 'null', LastModified: modified } of page.value.Versions ?? []) {
      const at = modified?.getTime() ?? 0
      const known = first.get(key)
      // Newest first, so that of two from one second the later in the list is the earlier version.
      if (known === undefined || at <= known.at) first.set(key, { versionId, at })
    }
    marker =
      page.value.IsTruncated === true ? { KeyMarker: page.value.NextKeyMarker, VersionIdMarker: page.value.NextVersionIdMarker } : undefined
  }
  const checkpoints: Checkpoint[] = []
  const unreadable: string[] = []
  for (const [key, { versionId }] of first) {
    const object = await door.call(
      session,
      { service: 's3', region, command: new GetObjectCommand({ ...place, Key: key, VersionId: versionId }) },
      work,
    )
    if (object.kind !== 'ok') return object
    const text = (await object.value.Body?.transformToString()) ?? ''
    for (const [index, line] of text.split('\n').entries()) {
      if (line === '') continue
      const checkpoint = readCheckpointLine(line)
      if (checkpoint === undefined) unreadable.push(`${key}, line ${index + 1}`)
      else checkpoints.push(checkpoint)
    }
  }
  return { kind: 'ok', value: { checkpoints, unreadable } }
}
