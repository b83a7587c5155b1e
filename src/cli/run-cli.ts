import { ApiProblem, ApiUnreachable, type ApiClient } from '#platform/http/client.ts'
import {
  type Command,
  type CommandCall,
  type CommandIo,
  type ExitCode,
  type Launcher,
  type OutputFormat,
  UsageError,
} from './define-command.ts'
import { helpCommand, helpNoun, helpOverview, unknownCommand } from './help.ts'
import { type ParsedCommand, parseCommand } from './parse-command.ts'
import { render } from './render.ts'

/** A way to the API, opened only when a command asks for it. `close` finishes what it started in this process. */
export type Connection = { readonly client: ApiClient; close(): Promise<void> }

export type CliOptions = {
  readonly argv: readonly string[]
  readonly commands: readonly Command[]
  readonly io: CommandIo
  readonly connect: (options: { readonly asOperator: boolean; readonly signal: AbortSignal }) => Promise<Connection>
  readonly launcher: Launcher
  readonly version: string
  readonly signal: AbortSignal
}

/** Runs one command line and answers its exit code. Never throws: whatever goes wrong is said on stderr in a sentence. */
export async function runCli(options: CliOptions): Promise<ExitCode> {
  const { argv, commands, io } = options
  const words = argv.slice(
    0,
    argv.findIndex((word) => word.startsWith('-')) === -1 ? argv.length : argv.findIndex((word) => word.startsWith('-')),
  )
  if (argv[0] === '--version') return said(io.out(`reeve ${options.version}\n`))
  const found = findCommand(words, commands)
  if (found === undefined) return helpOrComplain(words, options)
  try {
    const parsed = parseCommand(found.command, argv.slice(found.length))
    if (parsed.wantsHelp) return await said(io.out(helpCommand(found.command)))
    return await runCommand(found.command, parsed, options)
  } catch (error) {
    return explain(error, found.command, io)
  }
}

async function runCommand(command: Command, parsed: ParsedCommand, { io, connect, launcher, signal }: CliOptions): Promise<ExitCode> {
  let connection: Promise<Connection> | undefined
  const output: OutputFormat = parsed.output ?? 'table'
  const api = async () => (await (connection ??= connect({ asOperator: parsed.asOperator, signal }))).client
  try {
    const rendering = await command.run(callOf(parsed, { api, launcher, io, output, signal }))
    await render(rendering, output, io)
    return rendering.exitCode ?? 0
  } finally {
    await (await connection?.catch(() => undefined))?.close()
  }
}

function callOf(
  { values, ownFormat }: ParsedCommand,
  base: Pick<CommandCall, 'api' | 'launcher' | 'io' | 'output' | 'signal'>,
): CommandCall {
  const text = (name: string) =>
    name === 'output' && ownFormat !== undefined ? ownFormat : typeof values[name] === 'string' ? values[name] : undefined
  return {
    ...base,
    text,
    must: (name) => text(name) ?? '',
    texts: (name) => (Array.isArray(values[name]) ? (values[name] as readonly string[]) : []),
    integer: (name) => (typeof values[name] === 'number' ? values[name] : undefined),
    flag: (name) => (typeof values[name] === 'boolean' ? values[name] : undefined),
  }
}

function findCommand(
  words: readonly string[],
  commands: readonly Command[],
): { readonly command: Command; readonly length: number } | undefined {
  for (const length of [3, 2, 1]) {
    const name = words.slice(0, length).join(' ')
    const command = words.length >= length ? commands.find((candidate) => candidate.name === name) : undefined
    if (command !== undefined) return { command, length }
  }
  return undefined
}

async function helpOrComplain(words: readonly string[], { argv, commands, io }: CliOptions): Promise<ExitCode> {
  const wantsHelp = argv.includes('--help') || argv.includes('-h')
  const noun = words[0]
  if (noun === undefined || noun === 'help') {
    if (wantsHelp || noun === 'help') return said(io.out(helpOverview(commands)))
    io.note(helpOverview(commands))
    return 2
  }
  const isNoun = commands.some(({ name }) => name.startsWith(`${noun} `))
  if (isNoun && words.length === 1) {
    if (wantsHelp) return said(io.out(helpNoun(noun, commands)))
    io.note(helpNoun(noun, commands))
    return 2
  }
  io.note(unknownCommand(words, commands))
  return 2
}

async function said(writing: Promise<void>): Promise<ExitCode> {
  await writing
  return 0
}

function explain(error: unknown, command: Command, io: CommandIo): ExitCode {
  if (error instanceof UsageError) {
    for (const fault of error.faults) io.note(fault)
    io.note(`reeve ${command.name} --help tells more.`)
    return 2
  }
  if (error instanceof ApiProblem) return explainProblem(error, command, io)
  if (error instanceof ApiUnreachable) {
    io.note(error.message)
    return 1
  }
  io.note(error instanceof Error ? error.message : String(error))
  return 1
}

/** Faults of the input name the flag that filled the field; the exit code says that the input, not the server, must change. */
function explainProblem(problem: ApiProblem, command: Command, io: CommandIo): ExitCode {
  if (problem.fields.length === 0) {
    io.note(`${problem.message}${problem.status >= 500 && problem.requestId !== undefined ? ` (request ${problem.requestId})` : ''}`)
    return problem.code === 'invalid_input' ? 2 : 1
  }
  for (const { field, value, rule, message } of problem.fields) {
    const given = value === undefined ? '' : ` ${JSON.stringify(value)}`
    // The flag says which field it is; the server's own name for it would say it twice.
    const said = message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message
    io.note(`${flagOf(command, field)}${given}: ${said}${said.includes(rule) ? '' : ` [${rule}]`}`)
  }
  // What AWS refused (422) was well written: the mend is there, not in the command line.
  return problem.status === 400 ? 2 : 1
}

function flagOf(command: Command, field: string): string {
  const root = field.replaceAll(/\.\d+(?=\.|$)|\[\d+\]/g, '')
  const option = Object.entries(command.options ?? {}).find(([name, { fields }]) => (fields ?? [camelCase(name)]).includes(root))
  if (option !== undefined) return `--${option[0]}`
  const argument = (command.arguments ?? []).find(({ name, fields }) => (fields ?? [camelCase(name)]).includes(root))
  return argument === undefined ? field : `<${argument.name}>`
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
