import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeEndpoint, endpointFor, endpointOverridesFrom, hostFilter, isAwsHost } from './endpoints.ts'

test('a service’s own endpoint wins over the general one, and empty values count as absent', () => {
  const overrides = endpointOverridesFrom({
    AWS_ENDPOINT_URL: 'http://localhost:4566',
    AWS_ENDPOINT_URL_STS: 'http://localhost:9',
    AWS_ENDPOINT_URL_IAM: '',
  })
  assert.equal(endpointFor(overrides, 'organizations'), 'http://localhost:4566')
  assert.equal(endpointFor(overrides, 'sts'), 'http://localhost:9')
  assert.equal(endpointFor(overrides, 'iam'), 'http://localhost:4566')
  assert.equal(endpointFor(endpointOverridesFrom({ AWS_ENDPOINT_URL: '' }), 'sts'), undefined)
})

test('configured endpoints can be switched off as in every AWS tool', () => {
  assert.deepEqual(endpointOverridesFrom({ AWS_ENDPOINT_URL: 'http://localhost:4566', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }), {})
})

test('an endpoint that is not AWS is named as such, with its address', () => {
  assert.deepEqual(describeEndpoint({}), { isAws: true, address: 'AWS' })
  assert.deepEqual(describeEndpoint({ all: 'http://127.0.0.1:8642' }), { isAws: false, address: 'http://127.0.0.1:8642' })
  assert.equal(describeEndpoint({ all: 'https://vpce-1.organizations.us-east-1.vpce.amazonaws.com' }).isAws, true)
  assert.equal(describeEndpoint({ all: 'https://organizations.amazonaws.com.evil.example' }).isAws, false)
  assert.equal(describeEndpoint({ all: 'https://evilamazonaws.com' }).isAws, false)
})

test('requests may go to AWS and to configured hosts only', () => {
  const allows = hostFilter({ services: { sts: 'http://127.0.0.1:8642' } })
  assert.deepEqual(
    ['127.0.0.1', 'sts.eu-west-1.amazonaws.com', 'organizations.cn-northwest-1.amazonaws.com.cn', 'example.org'].map(allows),
    [true, true, true, false],
  )
  assert.equal(isAwsHost('sts.eusc-de-east-1.amazonaws.eu'), true)
})
