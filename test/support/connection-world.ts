import { createDoor, type InstalledDoor } from '#platform/aws/create-door.ts'
import { inProcessHandler } from '#sim/wire/in-process-handler.ts'
import { imds } from '#sim/credential-endpoints/imds.ts'
import { addRole } from '#sim/iam/state.ts'
import { estateWorld } from '#sim/worlds/estate.world.ts'
import { memberRoleName, seedMemberRole, trustOf, type MemberRole } from '#sim/worlds/identities.ts'
import { openOrganizationWorld, type OrganizationWorld } from './organization-world.ts'

/** A world with accounts in no organization, of which the first `roles` have a role that Reeve may assume, each with an ExternalId of its own. */
export type ConnectionWorld = OrganizationWorld & {
  readonly singles: readonly { readonly accountId: string; readonly roleArn: string; readonly externalId: string }[]
}

export function openConnectionWorld({ accounts = 3 }: { readonly accounts?: number } = {}): ConnectionWorld {
  const world = openOrganizationWorld(estateWorld, { accounts: 20, standaloneAccounts: accounts })
  const singles = world.facts.standaloneAccounts.map(({ accountId }, index) => {
    const externalId = `external-id-of-number-${index}`
    giveRole(world, accountId, { externalId })
    return { accountId, externalId, roleArn: `arn:aws:iam::${accountId}:role/${memberRoleName}` }
  })
  return { ...world, singles }
}

/** Makes, or makes anew, the role of an account; without ExternalId its trust asks for none. */
export function giveRole(
  { simulation, facts }: OrganizationWorld,
  accountId: string,
  {
    externalId,
    principalArn = callerOf(facts),
    ...role
  }: { readonly externalId?: string; readonly principalArn?: string } & Omit<Partial<MemberRole>, 'trust'>,
): void {
  const open = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: principalArn }, Action: 'sts:AssumeRole' }],
  })
  seedMemberRole(simulation.aws, accountId, { ...role, trust: externalId === undefined ? open : trustOf({ principalArn, externalId }) })
}

function callerOf({ managementAccountId }: OrganizationWorld['facts']): string {
  return `arn:aws:iam::${managementAccountId}:user/reeve-caller`
}

/** A door on an EC2 instance of `accountId` whose instance role may assume anything and read itself. */
export function doorOnInstance({ simulation }: OrganizationWorld, accountId: string, roleName = 'reeve-instance'): InstalledDoor {
  addRole(simulation.aws, accountId, {
    name: roleName,
    trust: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    inline: {
      sts: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['sts:AssumeRole', 'iam:ListRoleTags'], Resource: '*' }],
      },
    },
    createdAt: 0,
  })
  const metadata = imds(simulation.aws, {
    accountId,
    roleName,
    instanceId: 'i-0123456789abcdef0',
    region: 'us-east-1',
    durationSeconds: 21_600,
  })
  return createDoor({
    environment: { AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent', AWS_REGION: 'us-east-1' },
    requestHandler: simulation.requestHandler(),
    metadataHandler: inProcessHandler(async (request) => metadata(request)),
    share: 1,
    timeScale: 1000,
  })
}
