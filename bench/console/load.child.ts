/** Many people at once, each with a session of their own: `load.child.ts TASK`. A process of its own, so that it takes no turn from the server. Prints what they saw, as JSON. */
import { Agent, request } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'

export type LoadTask = {
  readonly url: string
  /** One person each; they take turns where there are more users. */
  readonly cookies: readonly string[]
  readonly paths: readonly string[]
  readonly users: number
  /** Pause between an answer and that user's next question; 0 asks at once. */
  readonly thinkMs: number
  readonly seconds: number
}

export type LoadResult = {
  readonly latenciesMs: readonly number[]
  readonly errors: readonly string[]
  /** Requests in all, those of the warm-up and the last ones included. */
  readonly asked: number
  readonly seconds: number
  /** How late this process was at the worst twentieth of its turns: at most so much of a latency may be the generator's own. */
  readonly lagP95Ms: number
}

const warmUpMs = 2_000
const task = JSON.parse(process.argv[2] ?? '') as LoadTask
const agent = new Agent({ keepAlive: true, maxSockets: task.users })
const latenciesMs: number[] = []
const errors: string[] = []
let asked = 0
const lag = monitorEventLoopDelay({ resolution: 1 })
lag.enable()
const startedAt = performance.now()
const countsFrom = startedAt + warmUpMs
const endsAt = countsFrom + task.seconds * 1000
await Promise.all(Array.from({ length: task.users }, (_, user) => work(user)))
agent.destroy()
const result: LoadResult = {
  latenciesMs,
  errors,
  asked,
  seconds: task.seconds,
  // The sampler's own resolution is part of what it measures.
  lagP95Ms: Math.max(0, lag.percentile(95) / 1e6 - 1),
}
process.stdout.write(`${JSON.stringify(result)}\n`)

async function work(user: number): Promise<void> {
  const cookie = task.cookies[user % task.cookies.length]!
  // People do not start on the same beat.
  await delay((user / task.users) * Math.max(task.thinkMs, 100))
  for (let turn = user; performance.now() < endsAt; turn += 1) {
    const path = task.paths[(turn * 7) % task.paths.length]!
    const sentAt = performance.now()
    asked += 1
    const status = await ask(path, cookie)
    const answeredAt = performance.now()
    if (sentAt >= countsFrom && answeredAt <= endsAt) {
      if (status === 200) latenciesMs.push(answeredAt - sentAt)
      else errors.push(`${status} ${path}`)
    }
    if (task.thinkMs > 0) await delay(task.thinkMs)
  }
}

/** The whole answer is read, and nothing of it understood: parsing is the browser's time. */
function ask(path: string, cookie: string): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request(
      `${task.url}${path}`,
      { agent, headers: { cookie, accept: 'application/json', 'accept-encoding': 'gzip' } },
      (response) => {
        response.on('data', () => undefined).on('end', () => resolve(response.statusCode ?? 0))
      },
    )
    asked.on('error', (error) => resolve(error.message)).end()
  })
}
