import type { SimulatedAws } from './state.ts'

export type KeyPair = { readonly accessKeyId: string; readonly secretAccessKey: string }

export type WorldOptions = {
  readonly accounts: number
  readonly standaloneAccounts: number
  /** Id of the management account (or of the lone account of `empty`). */
  readonly accountId?: string
  /** Keys of the administrator of the management account; made from the seed where absent. */
  readonly admin?: KeyPair
}

/** What a newcomer needs to know of a world to use it; `null` where the world has no such thing. */
export type WorldFacts = {
  readonly managementAccountId: string
  readonly organizationId: string | null
  /** An IAM user who may only assume the organization role and the member role. */
  readonly accessKeyId: string | null
  readonly secretAccessKey: string | null
  readonly orgRoleArn: string | null
  readonly memberRoleName: string | null
  readonly externalId: string | null
  readonly adminAccessKeyId: string | null
  readonly adminSecretAccessKey: string | null
  readonly standaloneAccounts: readonly {
    readonly accountId: string
    readonly email: string
    readonly accessKeyId: string
    readonly secretAccessKey: string
  }[]
}

/** A fixed function of seed and options: building twice gives the same ids, names and keys. */
export type World = {
  readonly name: string
  readonly build: (aws: SimulatedAws, options: WorldOptions) => WorldFacts
}

export function defineWorld(world: World): World {
  return world
}
