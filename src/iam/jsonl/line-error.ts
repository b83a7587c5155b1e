export type LineErrorCode = 'invalid_json' | 'invalid_utf8' | 'line_too_long' | 'duplicate_key' | 'invalid_request' | 'unknown_policy_set'

/** Why a line gets no decision. Thrown while the line is read, caught by the evaluator, and sent as the line's reply. */
export class LineError extends Error {
  readonly code: LineErrorCode
  constructor(code: LineErrorCode, detail: string) {
    super(detail)
    this.name = 'LineError'
    this.code = code
  }
}

export function invalid(detail: string): never {
  throw new LineError('invalid_request', detail)
}
