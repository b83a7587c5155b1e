import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DemoFlags, demoUsage, readDemoFlags } from './demo/flags.ts'
import { followNewestSync, register, untilIdle } from './demo/onboard.ts'
import { type Running, type ServerFacts, type SimFacts, startServer, startSimulator } from './demo/processes.ts'
import { summarize, summaryText } from './demo/summary.ts'
import { stopSignal } from './stop-signal.ts'

const note = (text: string): void => console.error(text)

/** `npm run demo`: a simulated organization, Reeve beside it, registered and synced by the same requests as a real one. */
async function main(): Promise<void> {
  const read = readDemoFlags(process.argv.slice(2))
  if ('problems' in read) {
    for (const problem of [...read.problems, demoUsage]) note(problem)
    process.exitCode = read.problems.length > 0 ? 2 : 0
    return
  }
  const stop = stopSignal(note)
  const directory = await mkdtemp(join(tmpdir(), 'reeve-demo-'))
  // Started as root, the database runs as a user of its own, who must be able to pass through.
  await chmod(directory, 0o711)
  const started: Running<unknown>[] = []
  try {
    await Promise.race([play(read.flags, { directory, started, stop }), aborted(stop)])
  } finally {
    for (const each of started.toReversed()) await each.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

type Stage = { readonly directory: string; readonly started: Running<unknown>[]; readonly stop: AbortSignal }

async function play(flags: DemoFlags, { directory, started, stop }: Stage): Promise<void> {
  note(`Starting a simulated AWS with ${flags.accounts} accounts …`)
  const simulator = await startSimulator(flags)
  started.push(simulator)
  note(`Starting Reeve …`)
  const server = await startServer({ facts: simulator.facts, directory, port: flags.port })
  started.push(server)
  banner(simulator, server)

  const { client } = server.facts
  const org = simulator.facts.organizationId
  note(`Registering ${org}, as a real organization would be:`)
  await register(client, simulator.facts)
  const first = await followNewestSync(client, org, note)
  if (first.error !== null) throw new Error(`The first sync failed: ${first.error}`)
  await untilIdle(client)
  note('Syncing again, unchanged:')
  await client.post(`/v1/organizations/${org}/sync`, {})
  const second = await followNewestSync(client, org, note)
  await untilIdle(client)

  const summary = await summarize(client, org, { first, second })
  process.stdout.write(`${flags.output === 'json' ? JSON.stringify(summary) : `\n${summaryText(summary)}`}\n`)
  if (flags.once) return
  banner(simulator, server)
  note(`Open the console; this link signs you in once:\n\n  ${await newcomersLink(client)}\n`)
  note(`Or try, in another terminal:

  export REEVE_URL=${server.facts.url} REEVE_TOKEN=${server.facts.token}
  npm run --silent reeve -- org tree ${org}
  npm run --silent reeve -- account list --status assume_failed
  npm run --silent reeve -- badge list --key tier

Ctrl-C ends the demo and leaves nothing behind.`)
  await Promise.race([aborted(stop), simulator.ended, server.ended])
}

/** A working day is enough to open it; the demo and everything in it ends with Ctrl-C anyway. */
const linkHours = 12

async function newcomersLink(client: ServerFacts['client']): Promise<string> {
  const { url } = await client.post<{ url: string }>('/v1/people/invitations', {
    kind: 'sign_in',
    role: 'domain-admin',
    expiresInHours: linkHours,
  })
  return url
}

function banner(simulator: Running<SimFacts>, server: Running<ServerFacts>): void {
  note(`
  ┌─ This is not AWS ──────────────────────────────────────────
  │ Every call goes to a simulator at ${simulator.facts.endpoint}
  │ Reeve answers at                  ${server.facts.url}
  └────────────────────────────────────────────────────────────
`)
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

await main()
