import { Readable } from 'node:stream'
import type { ServerEvent } from './define-route.ts'

/** Below the 60 s idle limit of common proxies. */
const heartbeatMs = 15_000

/** Turns events into a `text/event-stream` body with a comment line as heartbeat. Ends with the source or when `signal` aborts. */
export function eventStream(events: AsyncIterable<ServerEvent>, signal: AbortSignal): Readable {
  const body = new Readable({ read: () => undefined })
  const heartbeat = setInterval(() => body.push(': still here\n\n'), heartbeatMs)
  heartbeat.unref()
  void pump(events, body, signal).finally(() => clearInterval(heartbeat))
  return body
}

async function pump(events: AsyncIterable<ServerEvent>, body: Readable, signal: AbortSignal): Promise<void> {
  try {
    for await (const event of events) {
      if (signal.aborted) break
      body.push(formatEvent(event))
    }
    body.push(null)
  } catch (error) {
    if (signal.aborted) body.push(null)
    else body.destroy(error instanceof Error ? error : new Error(String(error)))
  }
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html: names and ids are one line; JSON never contains a bare newline. */
export function formatEvent({ event, data, id }: ServerEvent): string {
  const idLine = id === undefined ? '' : `id: ${oneLine(id)}\n`
  return `${idLine}event: ${oneLine(event)}\ndata: ${JSON.stringify(data)}\n\n`
}

function oneLine(text: string): string {
  return text.replaceAll(/[\r\n]/g, ' ')
}
