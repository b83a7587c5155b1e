import { Readable } from 'node:stream'
import { type HttpRequest, HttpResponse } from '@smithy/protocol-http'
import type { WireRequest, WireResponse } from './message.ts'

/** What an SDK client wants as its `requestHandler`. */
export type SdkRequestHandler = {
  readonly metadata: { readonly handlerProtocol: string }
  readonly handle: (
    request: HttpRequest,
    options?: { readonly abortSignal?: AbortSignal; readonly requestTimeout?: number },
  ) => Promise<{ response: HttpResponse }>
  readonly updateHttpClientConfig: () => void
  readonly httpHandlerConfigs: () => Record<string, never>
  readonly destroy: () => void
}

/** Answers SDK clients in this process: real serializers, signatures, paginators and exceptions, no sockets. */
export function inProcessHandler(answer: (request: WireRequest) => Promise<WireResponse>): SdkRequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
    async handle(request, options = {}) {
      throwIfAborted(options.abortSignal)
      const response = await answer(wireRequestOf(request))
      throwIfAborted(options.abortSignal)
      if (response.mishap === 'reset') throw networkError('ECONNRESET', 'read ECONNRESET')
      if (response.mishap === 'timeout') throw networkError('TimeoutError', 'The request timed out', 'TimeoutError')
      const body = Buffer.from(response.bytes ?? response.body)
      // An object's content is read as a stream, as from a socket.
      const whole = response.bytes === undefined ? body : Readable.from([body])
      const sent = response.mishap === 'truncate' ? brokenStream(body) : whole
      return { response: new HttpResponse({ statusCode: response.status, headers: { ...response.headers }, body: sent }) }
    },
  }
}

function wireRequestOf(request: HttpRequest): WireRequest {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value
  return { method: request.method, path: request.path, query: queryOf(request), headers, body: bytesOf(request.body) }
}

function queryOf({ query }: HttpRequest): string {
  return Object.entries(query ?? {})
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value ?? '']).map((item) => `${encodeURIComponent(name)}=${encodeURIComponent(item)}`),
    )
    .join('&')
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  return Buffer.from(typeof body === 'string' ? body : '')
}

function networkError(code: string, message: string, name = 'Error'): Error {
  return Object.assign(new Error(message), { code, name })
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw networkError('ABORT_ERR', 'Request aborted', 'AbortError')
}

/** Half of the body, then a broken connection. */
function brokenStream(body: Uint8Array): ReadableStream<Uint8Array> {
  let sent = false
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) return controller.error(networkError('ECONNRESET', 'aborted'))
      sent = true
      controller.enqueue(body.subarray(0, Math.floor(body.length / 2)))
    },
  })
}
