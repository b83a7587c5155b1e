import { PutObjectCommand } from '@aws-sdk/client-s3'
import type { AwsDoor, Work } from '#platform/aws/door.ts'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import type { Line } from './batch.ts'
import { openS3, type S3Target } from './s3-session.ts'
import type { SendOutcome } from './send-outcome.ts'

export type S3Deps = { readonly door: AwsDoor; readonly now: () => Date }
type Shipment = { readonly lines: readonly Line[]; readonly signal: AbortSignal }

const dayMs = 86_400_000
/** Digits of a checkpoint's number in a key, so that keys sort as numbers do. */
const keyDigits = 12

/**
 * Writes checkpoints as one object under a lock of its own, whatever the bucket's default. The key follows from what is in it: the same batch
 * sent again becomes a second version of the same object, and neither can be removed while its lock lasts.
 */
export async function sendS3({ door, now }: S3Deps, target: S3Target, { lines, signal }: Shipment): Promise<SendOutcome> {
  const work: Work = { actor: 'system:audit', signal }
  const session = await openS3(door, target, work)
  if (session.kind !== 'ok') return { kind: 'failed', error: explainFailure(session) }
  const { bucket, region, accountId, mode, retainDays } = target.settings
  const put = await door.call(
    session.value,
    {
      service: 's3',
      region,
      // Repeating is harmless: see above.
      command: new PutObjectCommand({
        Bucket: bucket,
        Key: keyOf(target.settings.prefix, lines),
        Body: lines.map(({ text }) => `${text}\n`).join(''),
        ContentType: 'application/x-ndjson',
        ChecksumAlgorithm: 'SHA256',
        ExpectedBucketOwner: accountId,
        ObjectLockMode: mode,
        ObjectLockRetainUntilDate: new Date(now().getTime() + retainDays * dayMs),
      }),
    },
    work,
  )
  return put.kind === 'ok' ? { kind: 'sent' } : { kind: 'failed', error: explainFailure(put) }
}

function keyOf(prefix: string, lines: readonly Line[]): string {
  const [first, last] = [lines[0], lines.at(-1)].map((line) => String(line?.sequence ?? 0).padStart(keyDigits, '0'))
  const day = (lines[0]?.at ?? '').slice(0, 10).replaceAll('-', '/')
  return `${prefix}checkpoints/${day}/${first}-${last}.jsonl`
}
