import { commands } from '#cli/commands.gen.ts'
import type { CommandIo } from '#cli/define-command.ts'
import { runCli } from '#cli/run-cli.ts'
import { createLog, type Log } from '#platform/log/log.ts'
import { type Config, environmentVariable, loadConfig } from './config.ts'
import { connect } from './connect.ts'
import { stopSignal } from './stop-signal.ts'
import { version } from './version.ts'

const io: CommandIo = {
  stdin: process.stdin,
  out: write,
  note: (text) => void process.stderr.write(`${text}\n`),
  isTerminal: process.stdout.isTTY,
  variable: environmentVariable,
  ...(process.stdin.isTTY && { askSecret }),
}
// `reeve … | head` closes our stdout: the rest is not wanted, and that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

const signal = stopSignal(io.note)
process.exitCode = await runCli({
  argv: process.argv.slice(2),
  commands,
  io,
  version,
  signal,
  connect: ({ asOperator, signal: stop }) => {
    const config = readConfig()
    // In a command, Reeve's own log would drown the answer: only what went wrong is told.
    const level = config.log.level === 'info' ? 'error' : config.log.level
    return connect({ config, asOperator, signal: stop, log: createLog({ level }) })
  },
  launcher: {
    serve: async (stop) => (await import('./serve.ts')).serve(...running(stop)),
    worker: async (stop) => (await import('./serve.ts')).work(...running(stop)),
    restore: async (request) => (await import('./operate.ts')).restore(...operating(), request),
    remember: async (login) => (await import('./login-file.ts')).writeLogin(readConfig().client.loginFile, login),
    forget: async () => (await import('./login-file.ts')).removeLogin(readConfig().client.loginFile),
    moveDatabase: async (toUrl) => (await import('./operate.ts')).move(...operating(), toUrl),
  },
})

function running(stop: AbortSignal): [Config, { log: Log; signal: AbortSignal }] {
  const config = readConfig()
  return [config, { log: createLog({ level: config.log.level }), signal: stop }]
}

function operating(): [Config, Log] {
  const config = readConfig()
  return [config, createLog({ level: config.log.level === 'info' ? 'error' : config.log.level })]
}

function readConfig(): Config {
  const config = loadConfig()
  for (const warning of config.warnings) io.note(`reeve: ${warning}`)
  return config
}

function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(text)) resolve()
    else process.stdout.once('drain', resolve)
  })
}

/** Reads a line from the terminal while nothing of it is shown. */
async function askSecret(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises')
  const { Writable } = await import('node:stream')
  process.stderr.write(question)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const asking = createInterface({ input: process.stdin, output: unseen, terminal: true })
  // While nothing is shown, the terminal hands Ctrl-C over as a key.
  asking.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return await asking.question('', { signal })
  } finally {
    asking.close()
    process.stderr.write('\n')
  }
}
