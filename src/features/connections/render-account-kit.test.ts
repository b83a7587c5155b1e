import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeCaller, rolePolicy, trustPolicy } from '#features/organizations/index.ts'
import { renderAccountKit } from './render-account-kit.ts'

const externalId = 'reeve-0123456789abcdef'
const caller = describeCaller('arn:aws:sts::999999999999:assumed-role/reeve-server/i-0abc')!
const policies = {
  trustPolicy: trustPolicy({ caller, externalId }),
  permissionsPolicy: rolePolicy('member', 'arn:aws:iam::111122223333:role/sec/Mine'),
}
const files = renderAccountKit({ partition: 'aws', accountId: '111122223333', roleName: 'sec/Mine', externalId, ...policies })
const content = (name: string): string => files.find((file) => file.name === name)!.content

test('the template of a single account makes the very role that the policies describe, and holds no ExternalId [CONN-10, CONN-11]', () => {
  const text = content('role.template.json')
  assert.ok(!text.includes(externalId))
  const { RoleName, Path, AssumeRolePolicyDocument, Policies } = (
    JSON.parse(text) as {
      Resources: { Role: { Properties: Record<string, unknown> & { Policies: { PolicyDocument: object }[] } } }
    }
  ).Resources.Role.Properties
  assert.deepEqual([RoleName, Path], ['Mine', '/sec/'])
  const deployed = JSON.stringify(AssumeRolePolicyDocument).replace('{"Ref":"ExternalId"}', JSON.stringify(externalId))
  assert.deepEqual(JSON.parse(deployed), policies.trustPolicy)
  assert.deepEqual(Policies[0]!.PolicyDocument, policies.permissionsPolicy)
})

test('the commands refuse the credentials of another account, and name the other files', () => {
  const commands = content('commands.sh')
  assert.match(commands, /get-caller-identity[^\n]* = 111122223333 \|\|/)
  for (const { name } of files) if (name !== 'commands.sh') assert.ok(commands.includes(name), name)
  assert.deepEqual(JSON.parse(content('trust-policy.json')), policies.trustPolicy)
  assert.deepEqual(JSON.parse(content('permissions-policy.json')), policies.permissionsPolicy)
  assert.match(content('caller-policy.json'), /"sts:AssumeRole"[\s\S]*:role\/sec\/Mine"/)
})
