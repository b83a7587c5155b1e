import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, type FieldError } from '#lib/app-error.ts'
import { httpErrors } from './http-errors.ts'
import { scimErrorOf, scimMediaType } from './scim-error.ts'

/** https://www.rfc-editor.org/rfc/rfc9457 with our code, the request's id and every field at fault. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly requestId: string
  readonly errors?: readonly FieldError[]
}

/** Seconds after which a client may try again when the database is away; a supervised restart takes less. */
const retryAfterSeconds = 2

/** The only place an exception becomes an HTTP body. Anything unexpected is a plain 500 whose cause stands in the log alone. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = settle(error, request, reply)
  return reply.type('application/problem+json').send(problemOf(known, request.id))
}

/** The same error as a directory is told it. */
export function sendScimError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = settle(error, request, reply)
  void reply.type(scimMediaType).send(JSON.stringify(scimErrorOf(known)))
}

function settle(error: unknown, request: FastifyRequest, reply: FastifyReply): AppError {
  const known = translate(error)
  request.failure = { code: known.code, internal: known.internal, ...(known.status >= 500 ? { cause: error } : {}) }
  if (known.status === 401) void reply.header('www-authenticate', 'Bearer realm="reeve"')
  if (known.status === 503) void reply.header('retry-after', String(retryAfterSeconds))
  void reply.status(known.status)
  return known
}

export function problemOf(error: AppError, requestId: string): Problem {
  return {
    type: `urn:reeve:error:${error.code}`,
    title: error.title,
    status: error.status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
  }
}

function translate(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code = '', statusCode } = (error ?? {}) as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return httpErrors.payload_too_large('The body is larger than this route accepts.')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return httpErrors.unsupported_media_type('Send the body as application/json.')
  if (code.startsWith('FST_ERR_CTP') || (error instanceof SyntaxError && statusCode === 400))
    return httpErrors.invalid_json('The body could not be read as JSON.')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return httpErrors.invalid_input(error instanceof Error ? error.message : 'The request could not be read.')
  if (isOutage(code))
    return httpErrors.unavailable('The database cannot be reached at the moment. Nothing was changed; try again shortly.', { cause: error })
  return httpErrors.internal('An unexpected error occurred. The log names the cause under this request id.', { cause: error })
}

/** Connection refused or lost, server starting or shutting down, too many connections. https://www.postgresql.org/docs/current/errcodes-appendix.html */
function isOutage(code: string): boolean {
  return ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', '53300', '57P01', '57P02', '57P03'].includes(code) || code.startsWith('08')
}
