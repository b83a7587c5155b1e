/** One HTTP exchange as the simulator sees it, whichever way it came in. Header names are lower-case. */
export type WireRequest = {
  readonly method: string
  readonly path: string
  /** Raw query string without `?`. */
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** How an answer is to be broken on its way: the connection dropped before or in the middle of the body, or never answered. */
export type Mishap = 'reset' | 'timeout' | 'truncate'

export type WireResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** An object's own content, in place of `body`. */
  readonly bytes?: Uint8Array
  readonly mishap?: Mishap
}
