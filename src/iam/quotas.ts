import type { PolicyType } from './types.ts'

/** Limits of one type of policy. Sizes count characters; `countsWhitespace` says whether blanks outside strings count too. */
export type Quota = {
  readonly charactersMax: number
  readonly countsWhitespace: boolean
  /** Policies of this type attached directly to one root, OU or account. */
  readonly attachedMax?: number
  readonly asOf: string
  readonly source: string
}
export type Quotas = Readonly<Partial<Record<PolicyType, Quota>>>

const organizations = 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html'
const iam = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html'

/** AWS's published limits, dated; pass others to `lintPolicy` when AWS moves them. */
export const quotas: Quotas = {
  scp: { charactersMax: 10_240, countsWhitespace: true, attachedMax: 10, asOf: '2026-11-21', source: organizations },
  rcp: { charactersMax: 5_120, countsWhitespace: true, attachedMax: 5, asOf: '2026-11-21', source: organizations },
  identity: { charactersMax: 6_144, countsWhitespace: false, asOf: '2026-11-21', source: iam },
  boundary: { charactersMax: 6_144, countsWhitespace: false, asOf: '2026-11-21', source: iam },
  session: { charactersMax: 2_048, countsWhitespace: false, asOf: '2026-11-21', source: iam },
  trust: { charactersMax: 2_048, countsWhitespace: false, asOf: '2026-11-21', source: iam },
  vpcEndpoint: {
    charactersMax: 20_480,
    countsWhitespace: true,
    asOf: '2026-11-21',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html',
  },
}

/** Characters that count against a quota: blanks outside strings count or not, as AWS counts for the type. */
export function countedCharacters(text: string, { countsWhitespace }: Quota): number {
  if (countsWhitespace) return text.length
  try {
    return JSON.stringify(JSON.parse(text)).length
  } catch {
    return text.length
  }
}
