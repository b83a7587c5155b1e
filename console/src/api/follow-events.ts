import type { Operations, Problem as ProblemDocument } from './operations.gen.ts'
import { send } from './client.ts'
import { Problem } from './problem.ts'

export type StreamEvent = { readonly event: string; readonly data: unknown }

/**
 * Follows server-sent events until the server ends them or `signal` aborts. Written on fetch, because the browser's EventSource cannot
 * send a token. https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* followEvents(
  key: keyof Operations,
  { path, signal }: { path: Readonly<Record<string, string>>; signal: AbortSignal },
): AsyncGenerator<StreamEvent> {
  const response = await send(key, { path, signal }, 'text/event-stream')
  if (response.body === null) return
  let rest = ''
  for await (const chunk of chunksOf(response.body.pipeThrough(new TextDecoderStream()))) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = parseEvent(block)
      // What a new request would be told: the session ended, a role was taken away, the thing is gone.
      if (event?.event === 'problem') throw new Problem(event.data as ProblemDocument)
      if (event !== undefined) yield event
    }
  }
}

/** One block of the stream; comments, which keep the connection alive, are nothing. */
export function parseEvent(block: string): StreamEvent | undefined {
  const lines = block.split('\n')
  const value = (name: string): string[] =>
    lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trimStart())
  const data = value('data')
  return data.length === 0 ? undefined : { event: value('event')[0] ?? 'message', data: JSON.parse(data.join('\n')) as unknown }
}

async function* chunksOf(stream: ReadableStream<string>): AsyncGenerator<string> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
