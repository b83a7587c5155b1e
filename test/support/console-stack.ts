import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { followNewestSync, register, untilIdle } from '#main/demo/onboard.ts'
import { type ServerFacts, type SimFacts, startServer, startSimulator } from '#main/demo/processes.ts'

export type ConsoleStack = { readonly server: ServerFacts; readonly sim: SimFacts; stop(): Promise<void> }

/** The console as a newcomer meets it: built, served by `reeve serve`, in front of a simulated organization. */
export async function startConsoleStack({ accounts, isRegistered }: { accounts: number; isRegistered: boolean }): Promise<ConsoleStack> {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../scripts/build-console.ts'), '--if-stale'], { stdio: 'ignore' })
  const directory = await mkdtemp(join(tmpdir(), 'reeve-console-'))
  // Started as root, the database runs as a user of its own, who must be able to pass through.
  await chmod(directory, 0o711)
  const sim = await startSimulator({ accounts, seed: 1 })
  const server = await startServer({ facts: sim.facts, directory, port: 0 })
  if (isRegistered) {
    await register(server.facts.client, sim.facts)
    await followNewestSync(server.facts.client, sim.facts.organizationId, () => undefined)
    await untilIdle(server.facts.client)
  }
  return {
    server: server.facts,
    sim: sim.facts,
    stop: async () => {
      await server.stop()
      await sim.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
