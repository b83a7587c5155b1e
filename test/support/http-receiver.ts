import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type ReceivedRequest = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

export type HttpReceiver = {
  readonly url: string
  readonly requests: ReceivedRequest[]
  /** What to answer from now on; 200 until told otherwise. */
  answer(reply: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }): void
  close(): Promise<void>
}

/** A real HTTP server on a free loopback port that keeps what it was sent. */
export async function openHttpReceiver(): Promise<HttpReceiver> {
  let reply: { status: number; headers?: Record<string, string>; body?: string } = { status: 200 }
  const requests: ReceivedRequest[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      requests.push({ method: request.method ?? '', url: request.url ?? '', headers, body: Buffer.concat(chunks).toString('utf8') })
      response.writeHead(reply.status, reply.headers).end(reply.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (next) => void (reply = next),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
