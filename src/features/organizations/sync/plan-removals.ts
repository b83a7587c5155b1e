export type Departures = { readonly known: number; readonly gone: number }

/** Below this many, a share says little: small organizations do lose half their accounts on a Tuesday. */
const removalsAlways = 10
const removalsShare = 0.2

/**
 * Whether the accounts that a complete enumeration no longer shows may be detached. More than ten and more than a fifth at once is what a
 * mistaken role or a broken answer looks like, so it waits for a person.
 */
export function decideRemovals({ known, gone }: Departures, isConfirmed: boolean): 'apply' | 'hold' {
  return isConfirmed || gone <= Math.max(removalsAlways, known * removalsShare) ? 'apply' : 'hold'
}
