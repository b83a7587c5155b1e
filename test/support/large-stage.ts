import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ServerFacts, startServer } from '#main/demo/processes.ts'
import { lockDirectory } from '#platform/db/directory-lock.ts'
import { openDatabase } from '#platform/db/db.ts'
import { startEmbeddedPostgres } from '#platform/db/embedded/embedded-postgres.ts'
import { migrate } from '#platform/db/migrate.ts'
import { findServerFile } from '#platform/http/paths.ts'
import { insertLargeEstate, type LargeEstate } from './large-estate.ts'

export type Stage = {
  readonly estate: LargeEstate
  readonly server: ServerFacts
  serverPid(): number | undefined
  /** Somebody new with that role and a session of their own; answers the cookie. */
  signIn(role: string, scope?: string): Promise<string>
  stop(): Promise<void>
}

/** `reeve serve` as a process of its own, with its embedded PostgreSQL as it always runs, on a large estate. It has no AWS to speak to, and needs none. */
export async function openStage({ accounts, isForBrowser }: { readonly accounts: number; readonly isForBrowser: boolean }): Promise<Stage> {
  const directory = await mkdtemp(path.join(tmpdir(), 'reeve-large-'))
  // Started as root, the database runs as a user of its own, who must be able to pass through.
  await chmod(directory, 0o711)
  try {
    const estate = await seed(path.join(directory, 'data'), accounts)
    buildConsole(isForBrowser)
    const server = await startServer({ facts: nowhere, directory, port: 0 })
    return {
      estate,
      server: server.facts,
      serverPid: () => findServerFile(path.join(directory, 'data'))?.pid,
      signIn: (role, scope) => signIn(server.facts, { role, scope }),
      stop: async () => {
        await server.stop()
        await rm(directory, { recursive: true, force: true })
      },
    }
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

async function seed(dataDir: string, accounts: number): Promise<LargeEstate> {
  const lock = await lockDirectory(dataDir)
  const postgres = await startEmbeddedPostgres({ dataDir })
  const database = openDatabase({ url: postgres.url })
  try {
    await migrate(database.db)
    return await insertLargeEstate(database.db, accounts)
  } finally {
    await database.close()
    await postgres.stop()
    lock.release()
  }
}

/** Otherwise the server would build it beside the first cases. One that does not build matters to the browser alone. */
function buildConsole(isNeeded: boolean): void {
  try {
    execFileSync(process.execPath, [path.join(import.meta.dirname, '../../scripts/build-console.ts'), '--if-stale'], { stdio: 'ignore' })
  } catch (error) {
    if (isNeeded) throw error
  }
}

/** As a person comes in: by a one-time link that somebody made for them. */
async function signIn(
  { url, client }: ServerFacts,
  { role, scope }: { readonly role: string; readonly scope: string | undefined },
): Promise<string> {
  const made = await client.post<{ url: string }>('/v1/people/invitations', { kind: 'sign_in', role, scope: scope ?? null })
  const secret = new URL(made.url).hash.replace(/^#\w+=/, '')
  const reply = await fetch(`${url}/api/auth/link/use`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ secret }),
  })
  if (reply.status !== 200) throw new Error(`The link signed nobody in: ${reply.status} ${await reply.text()}`)
  return reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

const nowhere = {
  endpoint: 'http://127.0.0.1:9',
  region: 'us-east-1',
  organizationId: 'o-largeestat',
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'unused',
  orgRoleArn: 'arn:aws:iam::100000000000:role/Reeve-Org',
  memberRoleName: 'Reeve-Member',
  externalId: 'unused',
}
