import { OrganizationsClient } from '@aws-sdk/client-organizations'
import { STSClient, AssumeRoleCommand } from '@aws-sdk/client-sts'
import type { KeyPair, World, WorldFacts, WorldOptions } from '../../define-world.ts'
import { createSimulatedAws, type Simulation } from '../../index.ts'
import type { SimSettings } from '../../state.ts'

export type Keys = KeyPair & { readonly sessionToken?: string }

export type OpenWorld = {
  readonly simulation: Simulation
  readonly facts: WorldFacts
  /** Moves the cloud's clock; signatures are made on the wall clock, so stay within five minutes or pass the hours back. */
  readonly clock: { now: number }
  /** What every SDK client of the test is made with. */
  readonly config: (keys: Keys, region?: string) => ClientConfig
  readonly organizations: (keys?: Keys) => OrganizationsClient
  readonly admin: Keys
  /** Keys of an administrator's session in a member, through the role that CreateAccount makes or a role the test names. */
  readonly assume: (keys: Keys, roleArn: string, externalId?: string) => Promise<Keys>
}

type ClientConfig = {
  readonly region: string
  readonly credentials: Keys
  readonly requestHandler: ReturnType<Simulation['requestHandler']>
  readonly maxAttempts: number
  readonly systemClockOffset: number
}

/** A world in process, with a clock of its own and clients of AWS's SDK; nothing is retried, so that every error shows. */
export function openWorld(world: World, options: Partial<WorldOptions> = {}, settings: Partial<SimSettings> = {}): OpenWorld {
  const clock = { now: Date.UTC(2026, 10, 21, 12) }
  let facts: WorldFacts | undefined
  const simulation = createSimulatedAws({
    seed: 7,
    ...settings,
    clock: { now: () => clock.now, sleep: async () => {} },
    seedWorld: (aws) => {
      facts = world.build(aws, { accounts: 127, standaloneAccounts: 0, ...options })
    },
  })
  if (facts === undefined) throw new Error(`The world ${world.name} was not built`)
  const admin = keyPair(facts.adminAccessKeyId, facts.adminSecretAccessKey)
  const config = (keys: Keys, region = 'us-east-1'): ClientConfig => ({
    region,
    credentials: keys,
    requestHandler: simulation.requestHandler(),
    maxAttempts: 1,
    systemClockOffset: clock.now - Date.now(),
  })
  return {
    simulation,
    facts,
    clock,
    config,
    organizations: (keys = admin) => new OrganizationsClient(config(keys)),
    admin,
    assume: async (keys, roleArn, externalId) => {
      const input = { RoleArn: roleArn, RoleSessionName: 'test', ...(externalId !== undefined && { ExternalId: externalId }) }
      const { Credentials: credentials } = await new STSClient(config(keys)).send(new AssumeRoleCommand(input))
      return { ...keyPair(credentials?.AccessKeyId, credentials?.SecretAccessKey), sessionToken: credentials?.SessionToken ?? '' }
    },
  }
}

export function keyPair(accessKeyId: string | null | undefined, secretAccessKey: string | null | undefined): Keys {
  return { accessKeyId: accessKeyId ?? '', secretAccessKey: secretAccessKey ?? '' }
}

export type Refusal = { readonly name: string; readonly message: string; readonly reason: string | undefined }

/** The error of a call that must fail. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call
  } catch (error) {
    const { name, message, Reason: reason } = error as Error & { Reason?: string }
    return { name, message, reason }
  }
  throw new Error('The call succeeded')
}
