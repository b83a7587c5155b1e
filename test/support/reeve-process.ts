import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const main = join(import.meta.dirname, '../../src/main')

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }
export type SimContract = {
  readonly endpoint: string
  readonly region: string
  readonly managementAccountId: string
  readonly organizationId: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly orgRoleArn: string
  readonly memberRoleName: string
  readonly externalId: string
  readonly standaloneAccounts: readonly { readonly accountId: string }[]
}

/** Programs as their user starts them, on a directory of their own; `end` leaves neither processes nor files. */
/** Told of everything said on stderr so far, each time more is said, until it returns after acting. */
export type OnSaid = (child: ChildProcess, said: string) => void

export type Stand = {
  readonly directory: string
  /** Runs a program of src/main to its end. */
  run(program: string, args: readonly string[], env?: Record<string, string>, onSaid?: OnSaid): Promise<Ended>
  /** Starts the simulated AWS; answers its first line. */
  simulate(args: readonly string[]): Promise<SimContract>
  /** The environment in which Reeve speaks to that simulator and keeps its data here. */
  environment(sim: SimContract): Record<string, string>
  end(): void
}

export async function openStand(): Promise<Stand> {
  const directory = mkdtempSync(join(tmpdir(), 'reeve-stand-'))
  // Started as root, the database runs as a user of its own, who must be able to pass through.
  await chmod(directory, 0o711)
  const children = new Set<ChildProcess>()
  const start = (program: string, args: readonly string[], env: Record<string, string>): ChildProcess => {
    const child = spawn(process.execPath, [join(main, program), ...args], {
      env: { PATH: process.env['PATH'] ?? '', HOME: directory, TMPDIR: tmpdir(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.add(child)
    child.once('close', () => children.delete(child))
    return child
  }
  return {
    directory,
    run: (program, args, env = {}, onSaid?) => collect(start(program, args, env), onSaid),
    async simulate(args) {
      const child = start('sim.ts', ['--port', '0', ...args], {})
      let err = ''
      child.stderr?.on('data', (chunk: Buffer) => (err += String(chunk)))
      for await (const line of createInterface({ input: child.stdout! })) return JSON.parse(line) as SimContract
      throw new Error(`the simulated AWS did not start: ${err}`)
    },
    environment: (sim) => ({
      REEVE_DATA_DIR: join(directory, 'data'),
      REEVE_KEY_DIR: join(directory, 'keys'),
      AWS_ENDPOINT_URL: sim.endpoint,
      AWS_REGION: sim.region,
      AWS_ACCESS_KEY_ID: sim.accessKeyId,
      AWS_SECRET_ACCESS_KEY: sim.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      // The journey is about what happens, not how politely: nearly all of the simulator's rates shortens it.
      REEVE_AWS_SHARE: '0.95',
    }),
    end() {
      for (const child of children) child.kill('SIGKILL')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function collect(child: ChildProcess, onSaid: OnSaid | undefined): Promise<Ended> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (chunk: Buffer) => (out += String(chunk)))
  child.stderr?.on('data', (chunk: Buffer) => {
    err += String(chunk)
    onSaid?.(child, err)
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}
