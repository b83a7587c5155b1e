import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { bucketPermissions } from '#features/audit/index.ts'
import { kitPermissions, kitVersion } from './permissions.ts'
import { renderPermissionsPage } from './render-permissions-page.ts'

/** IAM's prefix for the actions of an SDK client. */
const prefixes: Readonly<Record<string, string>> = {
  '@aws-sdk/client-organizations': 'organizations',
  '@aws-sdk/client-iam': 'iam',
  '@aws-sdk/client-cloudformation': 'cloudformation',
  '@aws-sdk/client-resource-groups-tagging-api': 'tag',
  '@aws-sdk/client-sts': 'sts',
  '@aws-sdk/client-account': 'account',
  '@aws-sdk/client-ec2': 'ec2',
  '@aws-sdk/client-s3': 's3',
}
/** S3's actions are not called what its operations are. https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const renamed: Readonly<Record<string, readonly string[]>> = {
  's3:HeadBucket': ['s3:ListBucket'],
  's3:GetObjectLockConfiguration': ['s3:GetBucketObjectLockConfiguration'],
  's3:ListObjectVersions': ['s3:ListBucketVersions'],
  's3:GetObject': ['s3:GetObjectVersion'],
  's3:PutObject': ['s3:PutObject', 's3:PutObjectRetention'],
}
/** AWS asks no permission for it. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const free = new Set(['sts:GetCallerIdentity'])

/** Every command that a collector or writer imports: outside `platform/aws` nothing else may import the SDK. */
function calledActions(): { readonly file: string; readonly action: string }[] {
  return globSync(['src/features/**/*.collector.ts', 'src/features/**/*.writer.ts']).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from '(@aws-sdk\/client-[\w-]+)'/g)].flatMap(
      ([, names = '', client = '']) => {
        const prefix = prefixes[client]
        assert.ok(prefix !== undefined, `${file} uses ${client}, whose IAM prefix this test does not know`)
        return [...names.matchAll(/\b(\w+)Command\b/g)].flatMap(([, operation = '']) =>
          (renamed[`${prefix}:${operation}`] ?? [`${prefix}:${operation}`]).map((action) => ({ file, action })),
        )
      },
    ),
  )
}

test('whatever Reeve calls is declared in the kit, so the roles allow it and the documentation tells it', () => {
  const declared = new Set([...kitPermissions, ...bucketPermissions].map(({ action }) => action))
  const calls = calledActions()
  assert.ok(calls.length > 20, 'the search finds the collectors')
  for (const { file, action } of calls)
    assert.ok(declared.has(action) || free.has(action), `${file} calls ${action}, which the kit does not declare`)
})

test('every declared permission says why, and belongs to a kit that exists', () => {
  for (const { action, why, since } of kitPermissions) {
    assert.match(action, /^[a-z0-9-]+:[A-Z][A-Za-z]+$/)
    assert.ok(why.endsWith('.') && since >= 1 && since <= kitVersion, action)
  }
  const keys = kitPermissions.map(({ role, action }) => `${role} ${action}`)
  assert.equal(new Set(keys).size, keys.length)
})

test('beyond the set that ORG-19 tests, the member and organization roles hold only what is really called', () => {
  const called = new Set(calledActions().map(({ action }) => action))
  for (const { role, action } of kitPermissions) if (role !== 'caller') assert.ok(called.has(action), `nothing calls ${action}`)
})

test('the page of permissions names each with its reason', () => {
  const page = renderPermissionsPage()
  for (const { action, why } of [...kitPermissions, ...bucketPermissions])
    assert.ok(page.includes(`\`${action}\``) && page.includes(why), action)
})
