/** What became of one attempt. `isFinal`: trying again would not help, or would do harm. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly status: number | null }
  | {
      readonly kind: 'failed'
      readonly error: string
      readonly status: number | null
      readonly isFinal: boolean
      readonly retryAfterSeconds?: number
    }
