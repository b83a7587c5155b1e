import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openStand, type Stand } from '#test/support/reeve-process.ts'

let stand: Stand
before(async () => (stand = await openStand()))
after(() => stand.end())

test('the demo, once: registers and syncs through the API, tells it in one line of JSON, and leaves nothing running [ORG-21]', async () => {
  const { code, out, err } = await stand.run('demo.ts', ['--once', '--accounts', '12', '--seed', '3', '--output', 'json'])
  assert.equal(code, 0, err)
  const summary = JSON.parse(out.trim().split('\n').at(-1) ?? '') as {
    accounts: Record<'total' | 'imported' | 'excluded' | 'suspended' | 'attention', number>
    firstSync: Record<'durationMs' | 'boundMs' | 'publishedBoundMs' | 'minCalls' | 'calls' | 'throttled' | 'memberCheckMs', number> & {
      apiCalls: Record<string, number>
    }
    secondSync: Record<'durationMs' | 'calls' | 'writes', number>
    [count: string]: unknown
  }
  const { accounts, firstSync, secondSync } = summary
  assert.equal(accounts.total, 12)
  assert.equal(accounts.total, accounts.imported + accounts.excluded + accounts.suspended)
  assert.ok(accounts.attention <= accounts.imported)
  for (const count of ['organizationalUnits', 'policies', 'attachments', 'badges']) assert.equal(typeof summary[count], 'number', count)
  const counted = Object.entries(firstSync.apiCalls).filter(([name]) => /^(organizations|tagging):/.test(name))
  assert.equal(
    firstSync.calls,
    counted.reduce((sum, [, count]) => sum + count, 0),
  )
  assert.ok(firstSync.calls <= firstSync.minCalls * 1.02, `${firstSync.calls} calls, ${firstSync.minCalls} would do`)
  assert.ok(firstSync.publishedBoundMs <= firstSync.boundMs && firstSync.throttled === 0)
  assert.equal(secondSync.writes, 0)
  assert.match(err, /This is not AWS[\s\S]*127\.0\.0\.1/)
})

test('one Ctrl-C that arrives twice, from the terminal and from npm, ends the demo cleanly and leaves no folder', async () => {
  const { code, err } = await stand.run('demo.ts', ['--accounts', '6'], { TMPDIR: stand.directory }, (child, said) => {
    if (!said.includes('Reeve answers at')) return
    child.kill('SIGINT')
    child.kill('SIGINT')
  })
  assert.notEqual(code, 130, err)
  assert.deepEqual(
    readdirSync(stand.directory).filter((name) => name.startsWith('reeve-demo-')),
    [],
  )
})

test('wrong flags are told all at once, with exit code 2', async () => {
  const { code, out, err } = await stand.run('demo.ts', ['--accounts', 'many', '--colour', 'red', '--output', 'csv'])
  assert.deepEqual([code, out], [2, ''])
  for (const word of ['--accounts', '--colour', '--output']) assert.match(err, new RegExp(word))
})
