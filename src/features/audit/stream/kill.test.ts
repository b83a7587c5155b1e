import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { sealEvents } from '#platform/audit/chain.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer } from '#platform/crypto/sealer.ts'
import { releaseOrphans } from '#platform/jobs/release-orphans.ts'
import { withTestDatabase } from '#test/support/database.ts'
import { openSyslogReceiver } from '#test/support/syslog-receiver.ts'
import { addSink } from '../sinks/edit-sink.ts'
import { sinkForm } from '../sinks/sink.ts'

const events = 4_000
/** Nowhere near the ends of batches, which hold 500. */
const killAfter = [37, 740, 1_290, 2_001, 3_333]

test('kill -9 of the streaming process in the middle of a batch, five times: nothing is lost and nothing comes out of order', async () => {
  await withTestDatabase(async ({ db, url }) => {
    const now = () => new Date()
    const key = randomBytes(32).toString('base64')
    const receiver = await openSyslogReceiver('tcp')
    await sql`
      insert into audit_event (at, actor, actor_kind, action, subject, result)
      select now(), 'os:0', 'operator', 'thing.changed', 'thing:' || n, 'done' from generate_series(1, ${events}::int) n`.execute(db)
    const sealer = createSealer(openKeyRing({ kind: 'given', text: key }))
    await addSink(
      { db, sealer, now, newId: () => crypto.randomUUID() },
      { kind: 'operator', id: 'os:0', permissions: new Set() },
      sinkForm.parse({
        name: 'log',
        from: 'beginning',
        checkpoints: false,
        syslog: { host: '127.0.0.1', port: receiver.port, transport: 'tcp' },
      }),
    )
    while ((await sealEvents(db, { now, isThorough: true })) > 0);
    let child: ChildProcess | undefined
    const start = async () => {
      child = fork(path.join(import.meta.dirname, 'streams.child.ts'), [url, key], { execArgv: ['--disable-warning=ExperimentalWarning'] })
      await once(child, 'message')
    }
    try {
      await start()
      for (const count of killAfter) {
        await receiver.reached(count)
        const exited = once(child!, 'exit')
        child!.kill('SIGKILL')
        await exited
        await releaseOrphans(db)
        await start()
      }
      await receiver.reached(
        undefined,
        (messages) => messages.length > events && new Set(messages.map(({ text }) => text)).size === events + 1,
      )
      const subjects = [...new Set(receiver.messages.map(({ text }) => (JSON.parse(text) as { subject: string }).subject))]
      assert.deepEqual(
        subjects.slice(0, events),
        Array.from({ length: events }, (_, i) => `thing:${i + 1}`),
      )
      assert.deepEqual(
        receiver.faults.filter((fault) => !fault.includes('no whole frame')),
        [],
      )
      assert.ok(receiver.messages.length > events + 1, 'a batch was cut off and sent again')
    } finally {
      child?.kill('SIGKILL')
      await receiver.close()
    }
  })
})
