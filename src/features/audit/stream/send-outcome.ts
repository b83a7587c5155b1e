/** What became of one batch. A failed one is sent again, whole; nothing is ever given up. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed'; readonly error: string; readonly retryAfterSeconds?: number }
