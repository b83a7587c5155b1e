import assert from 'node:assert/strict'
import test from 'node:test'
import {
  AccountClient,
  DeleteAlternateContactCommand,
  DisableRegionCommand,
  EnableRegionCommand,
  GetAccountInformationCommand,
  GetAlternateContactCommand,
  GetContactInformationCommand,
  GetRegionOptStatusCommand,
  ListRegionsCommand,
  paginateListRegions,
  PutAccountNameCommand,
  PutAlternateContactCommand,
  PutContactInformationCommand,
} from '@aws-sdk/client-account'
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2'
import {
  DescribeAccountCommand,
  DisableAWSServiceAccessCommand,
  DeregisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations'
import { addAccessKey, addUser } from '../iam/state.ts'
import { organizationsState } from '../organizations/state.ts'
import { anycompanyWorld } from '../worlds/anycompany.world.ts'
import { openWorld, refusalOf } from '../worlds/support/open-world.ts'

function open() {
  const world = openWorld(anycompanyWorld)
  const { aws } = world.simulation
  const accountId = (name: string) => [...organizationsState(aws).accounts.values()].find((account) => account.name === name)?.id ?? ''
  const keysIn = (name: string) => {
    addUser(aws, accountId(name), { name: 'boss', attached: ['arn:aws:iam::aws:policy/AdministratorAccess'], createdAt: 0 })
    return addAccessKey(aws, accountId(name), 'boss')
  }
  return { world, accountId, keysIn, client: new AccountClient(world.config(world.admin)) }
}

test('Regions of a member are listed from the management account, page by page, and by status', async () => {
  const { client, accountId } = open()
  const member = accountId('scores')
  const all: string[] = []
  for await (const page of paginateListRegions({ client, pageSize: 10 }, { AccountId: member }))
    all.push(...(page.Regions ?? []).map(({ RegionName }) => RegionName ?? ''))
  assert.equal(new Set(all).size, 34)
  await client.send(new EnableRegionCommand({ AccountId: member, RegionName: 'eu-south-1' }))
  const { Regions: enabled } = await client.send(new ListRegionsCommand({ AccountId: member, RegionOptStatusContains: ['ENABLED'] }))
  assert.deepEqual(enabled, [{ RegionName: 'eu-south-1', RegionOptStatus: 'ENABLED' }])
  await client.send(new DisableRegionCommand({ AccountId: member, RegionName: 'eu-south-1' }))
  const status = await client.send(new GetRegionOptStatusCommand({ AccountId: member, RegionName: 'eu-south-1' }))
  assert.equal(status.RegionOptStatus, 'DISABLED')
})

test('EC2 lists a Region once the account has opted in, and all of them with their status when asked', async () => {
  const { world, client, accountId, keysIn } = open()
  const ec2 = new EC2Client(world.config(keysIn('scores')))
  const names = async (AllRegions: boolean) =>
    (await ec2.send(new DescribeRegionsCommand({ AllRegions }))).Regions?.map(
      ({ RegionName, OptInStatus }) => `${RegionName} ${OptInStatus}`,
    ) ?? []
  assert.equal((await names(false)).length, 17)
  await client.send(new EnableRegionCommand({ AccountId: accountId('scores'), RegionName: 'af-south-1' }))
  assert.ok((await names(false)).includes('af-south-1 opted-in'))
  const all = await names(true)
  assert.equal(all.length, 34)
  assert.ok(all.includes('me-south-1 not-opted-in') && all.includes('us-east-1 opt-in-not-required'))
  const unknown = await refusalOf(ec2.send(new DescribeRegionsCommand({ RegionNames: ['xx-east-9'] })))
  assert.equal(unknown.name, 'InvalidParameterValue')
  const filtered = await ec2.send(new DescribeRegionsCommand({ Filters: [{ Name: 'region-name', Values: ['eu-*'] }] }))
  assert.equal(filtered.Regions?.length, 5)
})

test('an SCP that denies EC2 makes the list an error, not a shorter list', async () => {
  const { world, keysIn } = open()
  const refusal = await refusalOf(new EC2Client(world.config(keysIn('incident-42'))).send(new DescribeRegionsCommand({})))
  assert.equal(refusal.name, 'UnauthorizedOperation')
  assert.match(
    refusal.message,
    /^You are not authorized to perform this operation\. .*explicit deny in a service control policy.*Encoded authorization failure message: /,
  )
})

test('the management account leaves its own id out, and a plain member names none', async () => {
  const { world, client, accountId, keysIn } = open()
  assert.equal((await client.send(new ListRegionsCommand({}))).Regions?.length, 34)
  const own = await refusalOf(client.send(new ListRegionsCommand({ AccountId: world.facts.managementAccountId })))
  assert.equal(own.name, 'AccessDeniedException')
  assert.match(own.message, /The management account can only be managed using the standalone context from the management account/)
  const member = new AccountClient(world.config(keysIn('scores')))
  assert.equal((await refusalOf(member.send(new ListRegionsCommand({ AccountId: accountId('scores') })))).name, 'AccessDeniedException')
  const delegated = new AccountClient(world.config(keysIn('audit')))
  assert.equal((await delegated.send(new ListRegionsCommand({ AccountId: accountId('scores') }))).Regions?.length, 34)
  assert.equal((await refusalOf(client.send(new ListRegionsCommand({ AccountId: '999999999999' })))).name, 'AccessDeniedException')
})

test('without trusted access there is no organization context', async () => {
  const { world, client, accountId } = open()
  const service = { ServicePrincipal: 'account.amazonaws.com' }
  await world.organizations().send(new DeregisterDelegatedAdministratorCommand({ ...service, AccountId: accountId('audit') }))
  await world.organizations().send(new DisableAWSServiceAccessCommand(service))
  assert.match((await refusalOf(client.send(new ListRegionsCommand({ AccountId: accountId('scores') })))).message, /trusted access/)
})

test('alternate contacts are put, read and deleted one type at a time', async () => {
  const { client, accountId } = open()
  const AccountId = accountId('scores')
  const security = { AccountId, AlternateContactType: 'SECURITY' } as const
  assert.equal((await refusalOf(client.send(new GetAlternateContactCommand(security)))).name, 'ResourceNotFoundException')
  await client.send(
    new PutAlternateContactCommand({
      ...security,
      Name: 'Jo',
      Title: 'CISO',
      EmailAddress: 'jo@anycompany.example',
      PhoneNumber: '+49 30 000000',
    }),
  )
  const { AlternateContact: contact } = await client.send(new GetAlternateContactCommand(security))
  assert.deepEqual(contact, {
    AlternateContactType: 'SECURITY',
    Name: 'Jo',
    Title: 'CISO',
    EmailAddress: 'jo@anycompany.example',
    PhoneNumber: '+49 30 000000',
  })
  assert.equal(
    (await refusalOf(client.send(new GetAlternateContactCommand({ AccountId, AlternateContactType: 'BILLING' })))).name,
    'ResourceNotFoundException',
  )
  await client.send(new DeleteAlternateContactCommand(security))
  assert.equal((await refusalOf(client.send(new DeleteAlternateContactCommand(security)))).name, 'ResourceNotFoundException')
  const bad = client.send(
    new PutAlternateContactCommand({ ...security, Name: 'Jo', Title: 'CISO', EmailAddress: 'nonsense', PhoneNumber: '1' }),
  )
  assert.equal((await refusalOf(bad)).name, 'ValidationException')
})

test('contact information and the account’s name are kept, and Organizations sees the new name', async () => {
  const { world, client, accountId } = open()
  const AccountId = accountId('scores')
  const ContactInformation = {
    FullName: 'AnyCompany',
    AddressLine1: '1 Any Street',
    City: 'Any Town',
    CountryCode: 'US',
    PhoneNumber: '+1 555',
    PostalCode: '98101',
  }
  assert.equal((await refusalOf(client.send(new GetContactInformationCommand({ AccountId })))).name, 'ResourceNotFoundException')
  await client.send(new PutContactInformationCommand({ AccountId, ContactInformation }))
  assert.deepEqual((await client.send(new GetContactInformationCommand({ AccountId }))).ContactInformation, ContactInformation)
  await client.send(new PutAccountNameCommand({ AccountId, AccountName: 'scores-two' }))
  assert.equal((await client.send(new GetAccountInformationCommand({ AccountId }))).AccountName, 'scores-two')
  assert.equal((await world.organizations().send(new DescribeAccountCommand({ AccountId }))).Account?.Name, 'scores-two')
})
