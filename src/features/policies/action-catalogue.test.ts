import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readIamIndex } from '#iam/index.ts'
import { listActions, listLimits, listServices } from './action-catalogue.ts'

const index = readIamIndex(readFileSync(join(import.meta.dirname, '../../iam/data/iam-data.gen.json'), 'utf8'))
const first = (limit: number, after?: string) => ({ after, limit })

test('pages of the catalogue, read one after the other, hold every action of every service once', () => {
  const seen: string[] = []
  for (let after: string | undefined; ;) {
    const page = listActions(index, {}, first(1000, after))
    seen.push(...page.map(({ action }) => action))
    if (page.length < 1000) break
    after = page.at(-1)?.action
  }
  const all = index.services().flatMap((service) => index.actionsOf(service).map(({ action }) => action))
  assert.equal(seen.length, all.length)
  assert.deepEqual(new Set(seen), new Set(all))
})

test('actions are found by service, access level and part of the name', () => {
  const writes = listActions(index, { service: 's3', level: 'Write', text: 'bucket' }, first(500))
  assert.ok(writes.some(({ action }) => action === 's3:DeleteBucket'))
  assert.ok(writes.every(({ action, accessLevel }) => /^s3:.*bucket/i.test(action) && accessLevel === 'Write'))
  assert.deepEqual(listActions(index, { service: 'no-such-service' }, first(10)), [])
  assert.deepEqual(
    listActions(index, { text: 'organizations:LeaveOrg' }, first(10)).map(({ action }) => action),
    ['organizations:LeaveOrganization'],
  )
})

test('every service is listed once, and says whether RCPs can limit it; limits are those that the linter checks', () => {
  const services = listServices(index)
  assert.equal(new Set(services.map(({ service }) => service)).size, services.length)
  assert.equal(services.find(({ service }) => service === 's3')?.rcp, true)
  assert.equal(services.find(({ service }) => service === 'ec2')?.rcp, false)
  assert.deepEqual(
    listLimits().map(({ type, charactersMax }) => [type, charactersMax]),
    [
      ['scp', 10_240],
      ['rcp', 5_120],
      ['identity', 6_144],
    ],
  )
})
