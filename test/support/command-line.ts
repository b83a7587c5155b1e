import { randomUUID } from 'node:crypto'
import { commands } from '#cli/commands.gen.ts'
import { runCli } from '#cli/run-cli.ts'
import { routes } from '#main/routes.gen.ts'
import type { Actor } from '#platform/auth/actor.ts'
import { createClient } from '#platform/http/client.ts'
import type { Route } from '#platform/http/define-route.ts'
import { createServer } from '#platform/http/server.ts'
import { silentLog } from '#platform/log/log.ts'
import { createMetrics } from '#platform/log/metrics.ts'
import { operator } from './organization-world.ts'

export type CommandEnd = { readonly code: number; readonly out: string; readonly notes: string }
export type CommandLine = {
  /** One command of `reeve`, through HTTP, as an operator. */
  run(
    argv: readonly string[],
    input?: { readonly stdin?: string; readonly variables?: Readonly<Record<string, string>> },
  ): Promise<CommandEnd>
  close(): Promise<void>
}

/** Every route of Reeve on a loopback port, and the command line that talks to it, as an operator or whoever `who` names. */
export async function openCommandLine(deps: object, who: () => Actor | undefined = () => undefined): Promise<CommandLine> {
  const mounted: readonly Route[] = routes
  const server = await createServer({
    routes: mounted,
    deps: deps as never,
    authenticate: async () => who() ?? operator,
    log: silentLog,
    metrics: createMetrics(),
    version: '0',
    newId: randomUUID,
    readiness: async () => ({ isReady: true, checks: {} }),
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    run: async (argv, { stdin = '', variables = {} } = {}) => {
      let out = ''
      const notes: string[] = []
      const code = await runCli({
        argv,
        commands,
        io: {
          stdin: (async function* () {
            yield stdin
          })(),
          out: async (text) => void (out += text),
          note: (text) => void notes.push(text),
          isTerminal: false,
          variable: (name) => variables[name],
        },
        connect: async () => ({ client: createClient({ url }), close: async () => undefined }),
        launcher: {
          serve: async () => undefined,
          worker: async () => undefined,
          restore: async () => ({}),
          moveDatabase: async () => ({}),
        },
        version: '0',
        signal: new AbortController().signal,
      })
      return { code, out, notes: notes.join('\n') }
    },
    close: () => server.close(),
  }
}
