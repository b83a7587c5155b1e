import { defineWorld } from '../define-world.ts'
import { seedManagementAccount, seedStandaloneAccounts } from './facts.ts'
import { seedAdministrator } from './identities.ts'

/** A lone account in no organization, with its administrator: where an organization is to begin. */
export const emptyWorld = defineWorld({
  name: 'empty',
  build: (aws, options) => {
    const { id } = seedManagementAccount(aws, options, 'anycompany')
    const admin = seedAdministrator(aws, id, options.admin)
    return {
      managementAccountId: id,
      organizationId: null,
      accessKeyId: null,
      secretAccessKey: null,
      orgRoleArn: null,
      memberRoleName: null,
      externalId: null,
      adminAccessKeyId: admin.accessKeyId,
      adminSecretAccessKey: admin.secretAccessKey,
      standaloneAccounts: seedStandaloneAccounts(aws, options.standaloneAccounts),
    }
  },
})
