import http from 'node:http'
import https from 'node:https'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import type { HttpRequest, HttpResponse } from '@smithy/protocol-http'

/** The part of the SDK's request handler that the door uses; the simulated AWS answers through the same shape, in process. */
export type RequestHandler = {
  handle(request: HttpRequest, options?: HandlerOptions): Promise<{ response: HttpResponse }>
}

export type HandlerOptions = { readonly abortSignal?: unknown; readonly requestTimeout?: number }

export type TransportLimits = {
  /** Time to a TCP/TLS connection. AWS answers in well under a second; a blocked route never does. */
  readonly connectTimeoutMs: number
  /** Time to a response. Organizations' slowest reads take seconds, not half a minute. */
  readonly requestTimeoutMs: number
  readonly socketsMax: number
}

export const transportLimits: TransportLimits = { connectTimeoutMs: 5_000, requestTimeoutMs: 30_000, socketsMax: 128 }

/** The metadata service is on the same host: it answers at once or not at all. */
export const metadataLimits: TransportLimits = { connectTimeoutMs: 1_000, requestTimeoutMs: 1_000, socketsMax: 2 }

/** One keep-alive connection pool for every account: connections carry no identity, signatures do. */
export function createTransport(limits: TransportLimits = transportLimits): RequestHandler & { close(): void } {
  const agents = {
    httpAgent: new http.Agent({ keepAlive: true, maxSockets: limits.socketsMax }),
    httpsAgent: new https.Agent({ keepAlive: true, maxSockets: limits.socketsMax }),
  }
  const handler = new NodeHttpHandler({
    ...agents,
    connectionTimeout: limits.connectTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    throwOnRequestTimeout: true,
    socketTimeout: limits.requestTimeoutMs,
    // Waiting for a socket of our own pool is normal under load; the limiter, not a warning on the console, says when it is too much.
    socketAcquisitionWarningTimeout: 2 ** 31 - 1,
  })
  return {
    handle: (request, options) => handler.handle(request, options as Parameters<NodeHttpHandler['handle']>[1]),
    close() {
      agents.httpAgent.destroy()
      agents.httpsAgent.destroy()
    },
  }
}
