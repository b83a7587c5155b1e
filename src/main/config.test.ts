import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError, loadConfig } from './config.ts'
import { environment, settingMeta } from './environment.ts'

test('every problem is told at once, by variable, and no secret value is repeated', () => {
  const env = {
    REEVE_LISTEN: 'nowhere',
    REEVE_AWS_SHARE: '7',
    DATABASE_URL: 'mysql://CANARY',
    REEVE_TOKEN: 'CANARY',
    REEVE_TLS_KEY_FILE: '/does/not/exist',
    REEVE_LOG_LEVEL: 'loud',
  }
  assert.throws(
    () => loadConfig(env, 1000),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError)
      const named = error.problems.map((problem) => /^[A-Z_]+/.exec(problem)?.[0]).toSorted()
      assert.deepEqual(named, [
        'DATABASE_URL',
        'REEVE_AWS_SHARE',
        'REEVE_LISTEN',
        'REEVE_LOG_LEVEL',
        'REEVE_TLS_CERT_FILE',
        'REEVE_TLS_KEY_FILE',
        'REEVE_TOKEN',
      ])
      assert.equal(error.message.includes('CANARY'), false)
      return true
    },
  )
})

test('a secret may come from a file, its line end trimmed, but not from both places', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reeve-config-'))
  const path = join(folder, 'url')
  writeFileSync(path, 'postgres://me@db/reeve\n')
  try {
    assert.equal(loadConfig({ DATABASE_URL_FILE: path }, 1000).database.url, 'postgres://me@db/reeve')
    assert.throws(() => loadConfig({ DATABASE_URL_FILE: path, DATABASE_URL: 'postgres://other' }, 1000), /keep one/)
    assert.throws(() => loadConfig({ DATABASE_URL_FILE: `${path}.missing` }, 1000), /could not be read \(ENOENT\)/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const places = [
  { name: 'root', uid: 0, env: {}, dataDir: '/var/lib/reeve', keyDir: '/etc/reeve' },
  { name: 'a user', uid: 1000, env: { HOME: '/home/ada' }, dataDir: '/home/ada/.local/share/reeve', keyDir: '/home/ada/.config/reeve' },
  {
    name: 'a user with XDG directories',
    uid: 1000,
    env: { HOME: '/home/ada', XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/conf' },
    dataDir: '/data/reeve',
    keyDir: '/conf/reeve',
  },
  { name: 'a setting', uid: 0, env: { REEVE_DATA_DIR: '/elsewhere', REEVE_KEY_DIR: '/keys' }, dataDir: '/elsewhere', keyDir: '/keys' },
]
for (const { name, uid, env, dataDir, keyDir } of places) {
  test(`${name} decides where data and key live, apart from each other`, () => {
    const config = loadConfig(env, uid)
    assert.deepEqual([config.dataDir, config.secrets.keyDir], [dataDir, keyDir])
  })
}

test('the defaults are careful: loopback, private metrics, no stored keys, sixty per cent of the AWS rates', () => {
  const { http, secrets, aws, warnings } = loadConfig({}, 1000)
  assert.deepEqual(
    [http.listen, http.isMetricsPublic, http.isBehindTlsProxy, secrets.allowStoredKeys, aws.share, warnings],
    ['127.0.0.1:7338', false, false, false, 0.6, []],
  )
})

test('an empty variable counts as not set, a misspelt one is pointed out', () => {
  const { http, warnings } = loadConfig({ REEVE_LISTEN: '', REEVE_LISTN: 'x' }, 1000)
  assert.equal(http.listen, '127.0.0.1:7338')
  assert.deepEqual(warnings, ['REEVE_LISTN is set, but Reeve has no such setting. See docs/configuration.md.'])
})

test('every setting belongs to a group and is described', () => {
  for (const name of Object.keys(environment.shape))
    assert.ok((settingMeta(name)?.description.length ?? 0) > 15 && settingMeta(name)?.group !== undefined, name)
})

test('what may be called inside is a list of ranges and names; anything else in it stops the start', () => {
  assert.deepEqual(loadConfig({ REEVE_OUTGOING_ALLOW: '10.0.0.0/8, mail.corp ,::1,' }, 1000).outgoing.allow, [
    '10.0.0.0/8',
    'mail.corp',
    '::1',
  ])
  assert.deepEqual(loadConfig({}, 1000).outgoing.allow, [])
  for (const wrong of ['10.0.0.0/99', 'http://mail.corp', '10.0.0.*', '*'])
    assert.throws(() => loadConfig({ REEVE_OUTGOING_ALLOW: wrong }, 1000), /REEVE_OUTGOING_ALLOW/, wrong)
})

test('calls to AWS pass through a role of one’s own, say who asked and stay on FIPS endpoints where the settings say so', () => {
  const { aws } = loadConfig({}, 1000)
  assert.deepEqual([aws.callerRole, aws.attribution, aws.useFips], [undefined, 'source_identity_and_tags', false])
  const arn = 'arn:aws:iam::111122223333:role/reeve/Caller'
  const set = loadConfig({ REEVE_AWS_CALLER_ROLE_ARN: arn, REEVE_AWS_ATTRIBUTION: 'none', AWS_USE_FIPS_ENDPOINT: 'true' }, 1000).aws
  assert.deepEqual([set.callerRole, set.attribution, set.useFips], [{ roleArn: arn, sessionName: 'reeve' }, 'none', true])
  const withExternalId = loadConfig({ REEVE_AWS_CALLER_ROLE_ARN: arn, REEVE_AWS_CALLER_EXTERNAL_ID: 'abc' }, 1000).aws
  assert.equal(withExternalId.callerRole?.externalId, 'abc')
  for (const wrong of ['arn:aws:iam::1:role/x', 'arn:aws:iam::111122223333:user/x', 'Caller'])
    assert.throws(() => loadConfig({ REEVE_AWS_CALLER_ROLE_ARN: wrong }, 1000), /Write the ARN of an IAM role/)
  assert.throws(() => loadConfig({ REEVE_AWS_CALLER_EXTERNAL_ID: 'abc' }, 1000), /REEVE_AWS_CALLER_ROLE_ARN, which is missing/)
})
