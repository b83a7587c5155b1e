import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { rcpServices } from './rcp-services.ts'
import { accessLevels, readIamIndex } from './iam-index.ts'

const index = readIamIndex(readFileSync(new URL('iam-data.gen.json', import.meta.url), 'utf8'))
const actions = index.services().flatMap((service) => index.actionsOf(service))

test('the index holds every service and action of the package, each with its access level', () => {
  assert.ok(index.services().length > 400 && actions.length > 20_000, `${index.services().length} services, ${actions.length} actions`)
  assert.deepEqual(
    actions.filter(({ accessLevel }) => !accessLevels.includes(accessLevel)),
    [],
  )
})

test('an action is found in any case, with resource types and condition keys', () => {
  const found = index.findAction('S3:getobject')
  assert.equal(found?.action, 's3:GetObject')
  assert.equal(found.accessLevel, 'Read')
  assert.ok(found.resourceTypes.includes('object') && found.conditionKeys.includes('s3:ExistingObjectTag/<key>'))
  assert.equal(index.findAction('s3:FetchObject'), undefined)
  assert.equal(index.findAction('nothing'), undefined)
  assert.equal(index.findAction('__proto__:x'), undefined)
})

test('condition keys have types, tag keys by what stands before the slash', () => {
  assert.equal(index.typeOfKey('AWS:tagkeys'), 'ArrayOfString')
  assert.equal(index.typeOfKey('aws:PrincipalTag/team'), 'String')
  assert.equal(index.typeOfKey('s3:ExistingObjectTag/team'), 'String')
  assert.equal(index.typeOfKey('aws:NoSuchKey'), undefined)
})

test('the built-in list of services that support RCPs is the one of the data', () => {
  assert.deepEqual([...rcpServices].sort(), [...index.rcpServices].sort())
})
