import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { startServer, startSimulator } from '#main/demo/processes.ts'
import { openPythonEnvironment } from '#test/support/python-environment.ts'

type Check = {
  readonly status: string
  readonly check: string
  readonly resource: string | null
  readonly reason: string | null
  readonly data: string | null
}

/** What scim2-tester does with each kind of resource, besides discovery; more of them may come, none may go unnoticed. */
const asked = [
  'object_creation',
  'object_query',
  'object_query_without_id',
  'object_query_with_attributes',
  'object_list_with_attributes',
  'search_with_attributes',
  'object_replacement',
  'object_deletion',
  'check_add_attribute',
  'check_remove_attribute',
  'check_replace_attribute',
]

test('a SCIM client of somebody else’s finds a running Reeve to comply with RFC 7643 and RFC 7644 in every check', async (t) => {
  const environment = await openPythonEnvironment(join(import.meta.dirname, 'requirements.txt'))
  if (environment.kind === 'absent') {
    t.skip(`scim2-tester was not run: ${environment.reason}`)
    return
  }
  const directory = await mkdtemp(join(tmpdir(), 'reeve-scim-'))
  // Started as root, the database runs as a user of its own, who must be able to pass through.
  await chmod(directory, 0o711)
  const sim = await startSimulator({ accounts: 1, seed: 1 })
  const server = await startServer({ facts: sim.facts, directory, port: 0 })
  try {
    const { client, url } = server.facts
    await client.send({ method: 'PUT', path: '/v1/scim-connections/tester', body: { name: 'scim2-tester' } })
    const { token } = await client.post<{ token: string }>('/v1/scim-connections/tester/tokens', {})
    const checks = await runTester(environment.python, { REEVE_SCIM_URL: `${url}/scim/v2`, REEVE_SCIM_TOKEN: token })

    assert.deepEqual(
      checks.filter(({ status }) => status !== 'SUCCESS' && status !== 'COMPLIANT' && status !== 'ACCEPTABLE'),
      [],
    )
    for (const resource of ['User', 'Group']) {
      const done = checks.filter((check) => check.resource === resource).map(({ check }) => check)
      for (const name of asked) assert.ok(done.includes(name), `scim2-tester did not run ${name} on ${resource}`)
    }
    for (const name of ['service_provider_config_endpoint', 'query_all_resource_types', 'random_url'])
      assert.ok(
        checks.some(({ check }) => check === name),
        `scim2-tester did not run ${name}`,
      )
    t.diagnostic(`${checks.length} checks of scim2-tester`)
  } finally {
    await server.stop()
    await sim.stop()
    await rm(directory, { recursive: true, force: true })
  }
})

async function runTester(python: string, settings: Record<string, string>): Promise<Check[]> {
  const { stdout } = await promisify(execFile)(python, [join(import.meta.dirname, 'run_tester.py')], {
    env: { PATH: process.env['PATH'] ?? '', ...settings },
    // Half a minute on two busy cores; the limit is for a server that answers nothing.
    timeout: 200_000,
    maxBuffer: 16 * 1024 * 1024,
  })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Check)
}
