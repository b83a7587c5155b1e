import type { KeyPair, WorldFacts, WorldOptions } from '../define-world.ts'
import type { SimulatedAws } from '../state.ts'
import { seedAdministrator } from './identities.ts'
import { addAccount, worldBegan } from './seeded-organization.ts'

export const defaultManagementName = 'anycompany-management'

export function seedManagementAccount(aws: SimulatedAws, { accountId }: WorldOptions, name = defaultManagementName) {
  return addAccount(aws, { id: accountId ?? aws.ids.accountId(), name, email: 'aws+management@anycompany.example', createdAt: worldBegan })
}

/** Accounts in no organization, each with an administrator of its own. */
export function seedStandaloneAccounts(aws: SimulatedAws, count: number): WorldFacts['standaloneAccounts'] {
  return Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, '0')
    const { id, email } = addAccount(aws, {
      id: aws.ids.accountId(),
      name: `standalone-${number}`,
      email: `aws+standalone-${number}@anycompany.example`,
      createdAt: worldBegan,
    })
    return { accountId: id, email, ...keysOf(seedAdministrator(aws, id)) }
  })
}

export function keysOf({ accessKeyId, secretAccessKey }: KeyPair): KeyPair {
  return { accessKeyId, secretAccessKey }
}
