import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Simulation } from './simulated-aws.ts'
import type { WireRequest, WireResponse } from './wire/message.ts'

/** Bytes; AWS's own limits for the services served here are lower. */
const bodyMax = 4 * 1024 * 1024
/** Every control call must carry this header, so that no web page can make a browser reset a simulation. */
const controlHeader = 'x-reeve-sim'

export type Served = { readonly endpoint: string; readonly close: () => Promise<void> }
/** Something beside the services at the same address, such as instance metadata; leaves what is not its own by answering undefined. */
export type SideDoor = (request: WireRequest) => WireResponse | undefined
export type Answer = (request: WireRequest) => WireResponse | Promise<WireResponse>

/**
 * Serves every service at one address on the loopback interface: `aws --endpoint-url http://127.0.0.1:PORT …`, with the control calls
 * below `/_sim/`. Rejects when the port cannot be had.
 */
export function serveSimulation(simulation: Simulation, port: number, sideDoor?: SideDoor): Promise<Served> {
  return serveOnLoopback((request) => control(simulation, request) ?? sideDoor?.(request) ?? simulation.handle(request), port)
}

/** Serves one function over HTTP on 127.0.0.1; port 0 takes any free one. */
export async function serveOnLoopback(answer: Answer, port: number): Promise<Served> {
  const server = createServer((incoming, outgoing) => {
    void respond(answer, incoming, outgoing)
  })
  server.keepAliveTimeout = 65_000
  await listen(server, port)
  const address = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function respond(answer: Answer, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const request = await readRequest(incoming)
    if (request === undefined) return send(outgoing, { status: 413, headers: {}, body: '' })
    send(outgoing, await answer(request))
  } catch {
    // The client went away while it was being read or answered.
    outgoing.destroy()
  }
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bodyMax) return undefined
    chunks.push(chunk)
  }
  const [path, query] = splitOnce(incoming.url ?? '/', '?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = Array.isArray(value) ? value.join(',') : (value ?? '')
  return { method: incoming.method ?? 'GET', path, query, headers, body: Buffer.concat(chunks) }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function send(outgoing: ServerResponse, { status, headers, body, bytes: content, mishap }: WireResponse): void {
  if (mishap === 'timeout') return
  if (mishap === 'reset') {
    outgoing.destroy()
    return
  }
  const bytes = Buffer.from(content ?? body)
  outgoing.writeHead(status, { ...headers, 'content-length': bytes.length })
  if (mishap === 'truncate') outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy())
  else outgoing.end(bytes)
}

/** What is not AWS: `GET /_sim/stats` counts calls, `POST /_sim/reset` returns to the start. */
function control(simulation: Simulation, { method, path, headers }: WireRequest): WireResponse | undefined {
  if (!path.startsWith('/_sim/')) return undefined
  if (headers[controlHeader] === undefined) return json(403, { error: 'Control calls carry the header X-Reeve-Sim with any value.' })
  if (method === 'GET' && path === '/_sim/stats') return json(200, simulation.stats())
  if (method === 'POST' && path === '/_sim/reset') {
    simulation.reset()
    return json(200, { reset: true })
  }
  return json(404, { error: `There is no ${method} ${path}; there are GET /_sim/stats and POST /_sim/reset.` })
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}
