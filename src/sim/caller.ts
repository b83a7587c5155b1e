/** Who signed the request, after SigV4 and token checks. */
export type Caller = {
  readonly accountId: string
  readonly arn: string
  readonly userId: string
  readonly kind: 'user' | 'role' | 'root' | 'federated' | 'anonymous'
  /** Role or user name with its path, without the ARN. */
  readonly entityPath?: string
  readonly sessionName?: string
  readonly accessKeyId: string
  readonly sessionTags?: Readonly<Record<string, string>>
  readonly transitiveTagKeys?: readonly string[]
  readonly sourceIdentity?: string
  readonly mfa?: boolean
}
