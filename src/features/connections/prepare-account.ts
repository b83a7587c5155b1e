import { z } from 'zod'
import {
  describeCaller,
  generateExternalId,
  type KitFile,
  type PolicyText,
  rolePolicy,
  trustPolicy,
} from '#features/organizations/index.ts'
import { idPatterns } from '#lib/ids.ts'
import type { Work } from '#platform/aws/door.ts'
import { explainFailure } from '#platform/aws/explain-outcome.ts'
import { formatRoleArn } from '#platform/aws/role-arn.ts'
import type { ConnectionDoor } from './check-connection.ts'
import { connectionErrors } from './errors.ts'
import { renderAccountKit } from './render-account-kit.ts'

/** As the kit names its member role, so that one policy of the caller covers both. */
const defaultRoleName = 'reeve-member'

export const preparationRequest = z
  .strictObject({
    accountId: z.string().regex(idPatterns.account, 'An account id is twelve digits.').describe('The account to be connected'),
    roleName: z
      .string()
      .regex(/^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, 'A role name, with its IAM path if it has one: letters, digits and _+=,.@- only.')
      .max(200)
      .default(defaultRoleName),
  })
  .meta({ id: 'AccountPreparationRequest' })

export type Preparation = {
  /** Generated now, stored nowhere: this answer is the only place where it stands. */
  readonly externalId: string
  readonly roleArn: string
  /** The account that Reeve runs in: "Another AWS account" of the console's form (CONN-10). */
  readonly hostingAccountId: string
  readonly trustPolicy: PolicyText
  readonly permissionsPolicy: PolicyText
  /** The same as files to run or upload. */
  readonly files: readonly KitFile[]
}

/**
 * What the owner of an account needs to make a role for Reeve: a new ExternalId and the two policies (CONN-10, CONN-11). Nothing is stored;
 * two requests never give the same ExternalId.
 */
export async function prepareAccount(
  { door }: { readonly door: ConnectionDoor },
  { accountId, roleName }: z.output<typeof preparationRequest>,
  work: Work,
): Promise<Preparation> {
  const described = await door.describeCaller({ kind: 'default' }, work)
  if (described.kind !== 'ok')
    throw connectionErrors.connection_caller_unavailable(
      `A trust policy must name whom Reeve runs as, and that is not known. ${explainFailure(described)}`,
    )
  const caller = describeCaller(described.value.principalArn)
  if (caller === undefined)
    throw connectionErrors.connection_caller_unavailable(
      `Reeve runs as ${described.value.principalArn}, which no role should trust. Run it as a role or an IAM user.`,
    )
  const externalId = generateExternalId()
  const roleArn = formatRoleArn({ partition: caller.partition, accountId, name: roleName })
  const policies = { trustPolicy: trustPolicy({ caller, externalId }), permissionsPolicy: rolePolicy('member', roleArn) }
  const files = renderAccountKit({ partition: caller.partition, accountId, roleName, externalId, ...policies })
  return { externalId, roleArn, hostingAccountId: caller.accountId, ...policies, files }
}
