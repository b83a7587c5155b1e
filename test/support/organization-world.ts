import { randomUUID } from 'node:crypto'
import type { Actor } from '#platform/auth/actor.ts'
import { permissions } from '#platform/auth/permissions.ts'
import { createDoor, type InstalledDoor } from '#platform/aws/create-door.ts'
import { openKeyRing } from '#platform/crypto/key-ring.ts'
import { createSealer, type Sealer } from '#platform/crypto/sealer.ts'
import { generateMasterKey } from '#platform/crypto/sealing-key.ts'
import type { World, WorldFacts, WorldOptions } from '#sim/define-world.ts'
import { createSimulatedAws, type Simulation } from '#sim/index.ts'
import { regionsOf } from '#sim/regions.ts'
import type { SimSettings } from '#sim/state.ts'

export type OrganizationWorld = {
  readonly simulation: Simulation
  readonly facts: WorldFacts
  readonly door: InstalledDoor
  readonly sealer: Sealer
  readonly now: () => Date
  readonly newId: () => string
  readonly storedKeysAllowed: boolean
}

/** Refills buckets this much faster: the tests are about answers, not about speed. */
const timeScale = 1000

/** A simulated AWS, and the real door to it with the world's caller in its environment: what `main` gives a use case, without a database. */
export function openOrganizationWorld(
  world: World,
  options: Partial<WorldOptions> = {},
  settings: Partial<SimSettings> = {},
): OrganizationWorld {
  let facts: WorldFacts | undefined
  const simulation = createSimulatedAws({
    seed: 7,
    ...settings,
    seedWorld: (aws) => {
      facts = world.build(aws, { accounts: 60, standaloneAccounts: 0, ...options })
    },
  })
  if (facts === undefined) throw new Error(`The world ${world.name} was not built`)
  const keys = {
    accessKeyId: facts.accessKeyId ?? facts.adminAccessKeyId,
    secretAccessKey: facts.secretAccessKey ?? facts.adminSecretAccessKey,
  }
  return {
    simulation,
    facts,
    door: doorOf(simulation, keys),
    sealer: createSealer(openKeyRing({ kind: 'given', text: generateMasterKey() })),
    now: () => new Date(),
    newId: randomUUID,
    storedKeysAllowed: false,
  }
}

type Keys = { readonly accessKeyId: string | null; readonly secretAccessKey: string | null; readonly sessionToken?: string }

/** A door whose caller has these keys. */
export function doorOf(simulation: Simulation, { accessKeyId, secretAccessKey, sessionToken }: Keys): InstalledDoor {
  return createDoor({
    environment: {
      AWS_REGION: regionsOf(simulation.aws.settings.partition).home,
      AWS_ACCESS_KEY_ID: accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: secretAccessKey ?? '',
      ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
    },
    requestHandler: simulation.requestHandler(),
    share: 1,
    timeScale,
    allowStoredKeys: true,
  })
}

/** The form that registers the world's organization. */
export function formFor({ facts }: Pick<OrganizationWorld, 'facts'>, patch: Readonly<Record<string, unknown>> = {}) {
  return {
    credentials: {
      caller: { kind: 'default' },
      organizationRole: { arn: facts.orgRoleArn, sessionName: 'reeve-org', durationSeconds: 3600, externalId: facts.externalId },
      memberRole: { name: facts.memberRoleName, sessionName: 'reeve-member', durationSeconds: 3600, externalId: facts.externalId },
    },
    ...patch,
  }
}

/** Somebody who may do everything. */
export const operator: Actor = { kind: 'operator', id: 'os:1000', permissions: new Set(Object.keys(permissions)) }
