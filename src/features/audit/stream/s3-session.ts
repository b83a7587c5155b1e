import type { AwsDoor, AwsSession, Work } from '#platform/aws/door.ts'
import type { Outcome } from '#platform/aws/outcome.ts'
import type { S3Settings } from '../sinks/sink.ts'

export type S3Target = { readonly settings: S3Settings; readonly externalId: string | undefined }

const sessionName = 'ReeveAudit'

/** Who writes: Reeve's caller, or the role it assumes. Whose bucket it must be is checked by every request, with `ExpectedBucketOwner`. */
export function openS3(door: AwsDoor, { settings, externalId }: S3Target, work: Work): Promise<Outcome<AwsSession>> {
  const { profile, roleArn } = settings
  const caller = profile === null ? ({ kind: 'default' } as const) : ({ kind: 'profile', profile } as const)
  if (roleArn === null) return door.open({ caller }, work)
  return door.open({ caller, role: { roleArn, sessionName, ...(externalId !== undefined && { externalId }) } }, work)
}
