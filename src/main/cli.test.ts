import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findServerFile, runDirectory, serverFilePath } from '#platform/http/paths.ts'
import { createTestDatabase } from '#test/support/database.ts'

/** Real processes: the program as a user starts it, each test on a data directory of its own. */
const program = join(import.meta.dirname, 'cli.ts')
const folders: string[] = []
const children = new Set<ChildProcess>()
after(() => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

type Installation = Record<string, string> & { readonly REEVE_DATA_DIR: string }

async function installation(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-cli-'))
  folders.push(folder)
  // Root's database runs as a user of its own, which must be able to pass.
  await chmod(folder, 0o755)
  return { REEVE_DATA_DIR: join(folder, 'data'), REEVE_KEY_DIR: join(folder, 'keys'), REEVE_LISTEN: '127.0.0.1:0' }
}

type Ended = { readonly code: number | null; readonly out: string; readonly err: string }

function start(
  env: Record<string, string>,
  argv: readonly string[],
): { readonly child: ChildProcess; readonly ended: Promise<Ended>; readonly saw: (text: string) => Promise<void> } {
  const child = spawn(process.execPath, [program, ...argv], {
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, out, err })))
  void ended.then(() => children.delete(child))
  const saw = async (text: string): Promise<void> => {
    while (!err.includes(text)) {
      const more = new Promise((resolve) => child.stderr.once('data', resolve))
      if ((await Promise.race([more, ended])) !== undefined && child.exitCode !== null && !err.includes(text))
        assert.fail(`it ended without saying "${text}":\n${err}`)
    }
  }
  return { child, ended, saw }
}

const reeve = (env: Record<string, string>, ...argv: string[]) => start(env, argv).ended

test('without a server a command starts the API itself, acts as os:<uid>, leaves an audit event and no process behind', async () => {
  const env = await installation()
  const created = await reeve(env, 'token', 'create', 'ci', '--role', 'read-only', '--output', 'json')
  assert.equal(created.code, 0, created.err)
  const { token, createdBy } = JSON.parse(created.out) as { token: string; createdBy: string }
  assert.equal(createdBy, `os:${process.getuid?.()}`)
  const audit = await reeve(env, 'audit', 'list', '--output', 'json')
  const events = JSON.parse(audit.out) as { action: string; actor: string }[]
  assert.deepEqual(
    events.map(({ action, actor }) => [action, actor]),
    [['token.created', createdBy]],
  )
  assert.equal(`${audit.out}${audit.err}${created.err}`.includes(token), false)
  assert.equal(existsSync(join(env.REEVE_DATA_DIR, 'pg/data/postmaster.pid')), false)
})

test('two commands at once take turns, and both succeed', async () => {
  const env = await installation()
  const ended = await Promise.all([
    reeve(env, 'token', 'create', 'one', '--role', 'admin'),
    reeve(env, 'token', 'create', 'two', '--role', 'admin'),
  ])
  assert.deepEqual(
    ended.map(({ code }) => code),
    [0, 0],
    ended.map(({ err }) => err).join('\n'),
  )
  const { out } = await reeve(env, 'token', 'list', '--output', 'jsonl')
  assert.deepEqual(
    out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name),
    ['one', 'two'],
  )
})

test('with a server running commands find it; a read-only token reads and is refused a write; SIGTERM ends it cleanly', async () => {
  const env = await installation()
  const server = start(env, ['serve'])
  await server.saw('Reeve is up')
  const dataDir = env.REEVE_DATA_DIR
  assert.deepEqual([statSync(serverFilePath(dataDir)).mode & 0o777, statSync(runDirectory(dataDir)).mode & 0o777], [0o600, 0o700])

  const created = await reeve(env, 'token', 'create', 'reader', '--role', 'read-only', '--output', 'json')
  const { token } = JSON.parse(created.out) as { token: string }
  const asReader = { REEVE_URL: findServerFile(dataDir)?.url ?? '', REEVE_TOKEN: token }
  assert.equal((await reeve(asReader, 'token', 'list')).code, 0)
  const refused = await reeve(asReader, 'token', 'create', 'more', '--role', 'read-only')
  assert.deepEqual([refused.code, refused.out], [1, ''])
  assert.match(refused.err, /tokens:write/)
  const unknown = await reeve({ ...asReader, REEVE_TOKEN: `reeve_${'x'.repeat(43)}` }, 'token', 'list')
  assert.equal(unknown.code, 1)

  const rival = await reeve(env, 'serve')
  assert.equal(rival.code, 1)
  assert.match(rival.err, /uses .*data/)
  assert.equal(findServerFile(dataDir)?.pid, server.child.pid, 'a rival that failed must not touch the server file')

  server.child.kill('SIGTERM')
  const { code, err } = await server.ended
  assert.equal(code, 0, err)
  assert.equal(existsSync(serverFilePath(dataDir)), false)
  assert.equal(err.includes(token), false)
})

test('a server killed with -9 leaves a file that points at nobody; the next command works all the same', async () => {
  const env = await installation()
  const server = start(env, ['serve'])
  await server.saw('Reeve is up')
  server.child.kill('SIGKILL')
  await server.ended
  assert.equal(existsSync(serverFilePath(env.REEVE_DATA_DIR)), true)
  const { code, err } = await reeve(env, 'token', 'list')
  assert.equal(code, 0, err)
})

test('with DATABASE_URL and no server a command refuses, unless told that it may work on that database', async () => {
  const database = await createTestDatabase()
  try {
    const env = { ...(await installation()), DATABASE_URL: database.url }
    const refused = await reeve(env, 'token', 'list')
    assert.deepEqual([refused.code, refused.out], [1, ''])
    assert.match(refused.err, /--as-operator/)
    const { code, err } = await reeve(env, 'token', 'list', '--as-operator')
    assert.equal(code, 0, err)
  } finally {
    await database.close()
  }
})

test('a bad environment is refused with every problem, and nothing is started', async () => {
  const env = { ...(await installation()), REEVE_LISTEN: 'nowhere', REEVE_AWS_SHARE: '9' }
  const { code, err } = await reeve(env, 'serve')
  assert.equal(code, 1)
  assert.match(err, /REEVE_LISTEN/)
  assert.match(err, /REEVE_AWS_SHARE/)
  assert.equal(existsSync(env.REEVE_DATA_DIR), false)
})

test('a worker without a shared database says why that cannot be', async () => {
  const { code, err } = await reeve(await installation(), 'worker')
  assert.equal(code, 1)
  assert.match(err, /DATABASE_URL/)
})
