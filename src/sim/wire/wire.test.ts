import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DescribeInstances$, DescribeRegions$, DescribeRouteTables$ } from '@aws-sdk/client-ec2'
import * as iam from '@aws-sdk/client-iam'
import { AssumeRole$ } from '@aws-sdk/client-sts'
import { CreatePolicy$, ListAccounts$ } from '@aws-sdk/client-organizations'
import type { SchemaRef } from '@smithy/types'
import { fromJson, toJson } from './json-codec.ts'
import { fromQuery } from './query-codec.ts'
import { type StructureShape, shapeOf } from './shape.ts'
import { toXml } from './xml-codec.ts'

type OperationSchema = readonly [number, string, string, unknown, SchemaRef, SchemaRef]
const inputOf = (operation: unknown) => shapeOf((operation as OperationSchema)[4]) as StructureShape
const outputOf = (operation: unknown) => shapeOf((operation as OperationSchema)[5]) as StructureShape

/** Bodies as the AWS CLI 1.45 (botocore 1.43) sent them. */
test("the CLI's awsQuery parameters become lists, structures, numbers and booleans", () => {
  const body =
    'Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx&RoleSessionName=s&DurationSeconds=900&Tags.member.1.Key=a&Tags.member.1.Value=b+c&Tags.member.2.Key=d&Tags.member.2.Value=&TransitiveTagKeys.member.1=a&PolicyArns.member.1.arn=arn%3Ap'
  assert.deepEqual(fromQuery(inputOf(AssumeRole$), new URLSearchParams(body), 'awsQuery'), {
    RoleArn: 'arn:aws:iam::1:role/x',
    RoleSessionName: 's',
    PolicyArns: [{ arn: 'arn:p' }],
    DurationSeconds: 900,
    Tags: [
      { Key: 'a', Value: 'b c' },
      { Key: 'd', Value: '' },
    ],
    TransitiveTagKeys: ['a'],
  })
  const policyVersion = new URLSearchParams('PolicyArn=a&PolicyDocument=%7B%7D&SetAsDefault=true')
  assert.deepEqual(fromQuery(inputOf(iam.CreatePolicyVersion$), policyVersion, 'awsQuery'), {
    PolicyArn: 'a',
    PolicyDocument: '{}',
    SetAsDefault: true,
  })
  assert.deepEqual(fromQuery(inputOf(iam.UntagRole$), new URLSearchParams('RoleName=r&TagKeys='), 'awsQuery'), {
    RoleName: 'r',
    TagKeys: [],
  })
})

test('list elements keep their numbers beyond nine', () => {
  const parameters = new URLSearchParams(
    Array.from({ length: 12 }, (_, index) => [`TagKeys.member.${12 - index}`, `k${12 - index}`] as [string, string]),
  )
  const { TagKeys: keys } = fromQuery(inputOf(iam.UntagRole$), parameters, 'awsQuery')
  assert.deepEqual(
    keys,
    Array.from({ length: 12 }, (_, index) => `k${index + 1}`),
  )
})

test('ec2Query names lists in the singular, without `member`', () => {
  const regions = new URLSearchParams(
    'RegionName.1=us-east-1&RegionName.2=eu-west-1&Filter.1.Name=opt-in-status&Filter.1.Value.1=opted-in&AllRegions=true&DryRun=false',
  )
  assert.deepEqual(fromQuery(inputOf(DescribeRegions$), regions, 'ec2Query'), {
    RegionNames: ['us-east-1', 'eu-west-1'],
    AllRegions: true,
    DryRun: false,
    Filters: [{ Name: 'opt-in-status', Values: ['opted-in'] }],
  })
  assert.deepEqual(fromQuery(inputOf(DescribeInstances$), new URLSearchParams('InstanceId.1=i-1&MaxResults=5'), 'ec2Query'), {
    InstanceIds: ['i-1'],
    MaxResults: 5,
  })
})

test('XML names members as each service does, escapes text and drops what the shape does not know', () => {
  const table = { RouteTableId: 'rtb-1', Tags: [{ Key: 'a', Value: '<&>' }], Unknown: 1 }
  const tags = '<tagSet><item><key>a</key><value>&lt;&amp;&gt;</value></item></tagSet>'
  assert.equal(
    toXml(outputOf(DescribeRouteTables$), { RouteTables: [table] }),
    `<routeTableSet><item><routeTableId>rtb-1</routeTableId>${tags}</item></routeTableSet>`,
  )
  assert.equal(toXml(outputOf(DescribeRouteTables$), { RouteTables: [] }), '<routeTableSet></routeTableSet>')
  assert.equal(
    toXml(outputOf(iam.GetAccountSummary$), { SummaryMap: { Users: 1 } }),
    '<SummaryMap><entry><key>Users</key><value>1</value></entry></SummaryMap>',
  )
  assert.equal(
    toXml(outputOf(iam.ListAccountAliases$), { AccountAliases: ['a', 'b'], IsTruncated: false }),
    '<AccountAliases><member>a</member><member>b</member></AccountAliases><IsTruncated>false</IsTruncated>',
  )
})

test('times are seconds in JSON and ISO 8601 in XML', () => {
  const at = new Date('2026-11-21T18:43:34Z')
  assert.deepEqual(
    toJson(outputOf(ListAccounts$), { Accounts: [{ Id: '1', JoinedTimestamp: at, Secret: 'dropped' }], NextToken: undefined }),
    { Accounts: [{ Id: '1', JoinedTimestamp: at.getTime() / 1000 }] },
  )
  assert.match(toXml(outputOf(iam.GetUser$), { User: { UserName: 'a', CreateDate: at } }), /<CreateDate>2026-11-21T18:43:34Z<\/CreateDate>/)
})

test('a JSON body of the wrong types is refused, unknown members are ignored', () => {
  assert.deepEqual(fromJson(inputOf(ListAccounts$), { MaxResults: 5, Extra: true }), { MaxResults: 5 })
  assert.throws(() => fromJson(inputOf(ListAccounts$), { MaxResults: 'five' }), /Unexpected type of MaxResults: a string/)
  assert.throws(() => fromJson(inputOf(CreatePolicy$), { Tags: {} }), /Unexpected type of Tags: a object/)
  assert.throws(() => fromJson(inputOf(ListAccounts$), []), /Unexpected type of the request body/)
})

test('the SDK still says which members are required', () => {
  assert.deepEqual(inputOf(AssumeRole$).required, ['RoleArn', 'RoleSessionName'])
  assert.deepEqual(inputOf(CreatePolicy$).required, ['Content', 'Description', 'Name', 'Type'])
  assert.deepEqual(inputOf(ListAccounts$).required, [])
})
