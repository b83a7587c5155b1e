import type { ApiClient } from '#platform/http/client.ts'

export type OptionSpec = {
  readonly type: 'string' | 'integer' | 'boolean'
  readonly summary: string
  /** What stands for the value in the help: `ARN`, `SECONDS`. */
  readonly value?: string
  readonly multiple?: boolean
  /** `--no-x` exists beside `--x`. */
  readonly negatable?: boolean
  readonly choices?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly required?: boolean
  /** Fields of the API's body or query that this option fills, so that the server's complaint names the flag. */
  readonly fields?: readonly string[]
}

export type ArgumentSpec = {
  readonly name: string
  readonly summary: string
  readonly isOptional?: boolean
  readonly isVariadic?: boolean
  readonly fields?: readonly string[]
}

/** What a command leaves to be shown; the frame renders it in the form that was asked for. */
export type Rendering =
  | {
      readonly kind: 'rows'
      readonly rows: Iterable<object> | AsyncIterable<object>
      readonly columns: readonly string[]
      readonly exitCode?: ExitCode
    }
  | { readonly kind: 'item'; readonly item: object; readonly exitCode?: ExitCode }
  | { readonly kind: 'text'; readonly text: string; readonly exitCode?: ExitCode }
  | { readonly kind: 'nothing'; readonly exitCode?: ExitCode }

/**
 * 0 ok · 1 error · 2 usage · 3 findings, lint errors or differences · 4 partial coverage or bad input lines. Of `audit verify` alone: 5 the end
 * of the trail was cut off · 6 it was written anew.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6

export type CommandIo = {
  readonly stdin: AsyncIterable<Buffer | string>
  /** Resolves when the text is accepted, so that a slow reader slows the writer down. */
  readonly out: (text: string) => Promise<void>
  /** For the human beside the data: progress, notes, errors. */
  readonly note: (text: string) => void
  readonly isTerminal: boolean
  /** Asks on the terminal without showing the answer; absent where nobody sits at one. */
  readonly askSecret?: (question: string) => Promise<string>
  /** A variable of the environment that a document names for a secret; where there is no environment, none is set. */
  readonly variable?: (name: string) => string | undefined
}

/** A server, with an API token or the session of a person. */
export type RememberedLogin = { readonly url: string } & ({ readonly token: string } | { readonly cookie: string })

/** Things only the composition root can start. */
export type Launcher = {
  readonly serve: (signal: AbortSignal) => Promise<void>
  readonly worker: (signal: AbortSignal) => Promise<void>
  /** Replaces the database's contents; no Reeve may run on it, so this cannot be asked of one. */
  readonly restore: (request: { readonly file: string; readonly replace: boolean }) => Promise<object>
  /** Copies the database to another server; no Reeve may run on it. */
  readonly moveDatabase: (toUrl: string) => Promise<object>
  /** Keeps a server's address and a credential for the commands to come, readable by this user alone; answers where. */
  readonly remember?: (login: RememberedLogin) => Promise<string>
  /** Forgets it, and answers what it was. */
  readonly forget?: () => Promise<RememberedLogin | undefined>
}

export type CommandCall = {
  readonly text: (name: string) => string | undefined
  /** A required argument or option; the frame has already refused its absence. */
  readonly must: (name: string) => string
  readonly texts: (name: string) => readonly string[]
  readonly integer: (name: string) => number | undefined
  /** Undefined when neither `--x` nor `--no-x` was given. */
  readonly flag: (name: string) => boolean | undefined
  /** The API: a running server, or one started in this process. */
  readonly api: () => Promise<ApiClient>
  readonly launcher: Launcher
  readonly io: CommandIo
  readonly output: OutputFormat
  readonly signal: AbortSignal
}

export type OutputFormat = 'table' | 'json' | 'jsonl' | 'csv'

export type Command = {
  /** `org add`, or one word: `serve`. */
  readonly name: string
  readonly summary: string
  /** More lines for `--help`: examples, what to expect. */
  readonly details?: string
  readonly arguments?: readonly ArgumentSpec[]
  readonly options?: Readonly<Record<string, OptionSpec>>
  /** Formats beyond the four that this command renders itself. */
  readonly ownFormats?: readonly string[]
  readonly run: (call: CommandCall) => Promise<Rendering>
}

/** Declares one command: its options as data, and a call of the HTTP API. No governance logic lives here. */
export function defineCommand(command: Command): Command {
  return command
}

/** Bad usage, found before or by the command itself: exit 2, each fault naming its flag and rule. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}
