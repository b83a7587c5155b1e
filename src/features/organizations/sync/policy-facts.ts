import { createHash } from 'node:crypto'

/** The policy types whose documents decide access, and which a sync therefore reads. */
export const syncedPolicyTypes = ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const

/** Attached to every root, OU and account while RCPs are enabled; AWS does not let it be detached, so its targets are known without asking. */
export const rcpFullAccessId = 'p-RCPFullAWSAccess'

/**
 * AWS-managed policies whose text AWS documents, so that no call at 2/s is spent on them. Any other AWS-managed policy is read.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
export const knownPolicyContents: Readonly<Record<string, string>> = {
  'p-FullAWSAccess': '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
  [rcpFullAccessId]: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
}

/** AWS gives policies no version or etag; this stands for one. */
export function contentHashOf(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** A target id says what it is. */
export function targetTypeOf(targetId: string): 'ROOT' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT' {
  if (targetId.startsWith('r-')) return 'ROOT'
  return targetId.startsWith('ou-') ? 'ORGANIZATIONAL_UNIT' : 'ACCOUNT'
}
