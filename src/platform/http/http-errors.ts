import { defineErrors } from '#lib/app-error.ts'

/** What any route may answer besides its own errors. */
export const httpErrors = defineErrors({
  unauthenticated: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'Not permitted' },
  beyond_scope: { status: 403, title: 'Beyond your scope' },
  insecure_transport: { status: 403, title: 'Tokens are not accepted over plain HTTP' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  precondition_failed: { status: 412, title: 'Changed in the meantime' },
  precondition_required: { status: 428, title: 'If-Match is required' },
  payload_too_large: { status: 413, title: 'Request body too large' },
  unsupported_media_type: { status: 415, title: 'Send application/json' },
  invalid_json: { status: 400, title: 'The body is not JSON' },
  invalid_input: { status: 400, title: 'Invalid input' },
  internal: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Try again shortly' },
})
