import type { Denial } from '../../../api/operations.gen.ts'

/** What the last check of an account's role found, as far as it says; the API leaves its form open. */
export type StatusDetail = {
  readonly action?: string
  readonly remedy?: string
  readonly note?: string
  readonly cause?: Partial<Denial['cause']>
  readonly kit?: { readonly kind: string; readonly version?: number }
  readonly unknown?: readonly string[]
}

export function statusDetailOf(value: unknown): StatusDetail {
  return typeof value === 'object' && value !== null ? value : {}
}

const kitWords: Readonly<Record<string, string>> = {
  current: 'Yes, this server’s version',
  old: 'Yes, an older version than this server’s',
  newer: 'Yes, a newer version than this server’s',
  untagged: 'No, or its tag was removed',
}

/** Whether the member role was made with the kit, as the role's own tag says. */
export function kitText({ kit }: StatusDetail): string {
  return kit === undefined ? 'Not known' : `${kitWords[kit.kind] ?? kit.kind}${kit.version === undefined ? '' : ` (${kit.version})`}`
}
