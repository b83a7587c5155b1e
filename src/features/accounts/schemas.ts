import { z } from 'zod'
import { badgeSchema } from '#features/badges/index.ts'
import { idPatterns } from '#lib/ids.ts'
import { accountInclusions, accountStates, accountStatuses } from './account.ts'

export const accountParams = z.strictObject({ accountId: z.string().regex(idPatterns.account, 'An account id is twelve digits.') })

/** An account as every face shows it; badges are all of its badges, Reeve's own included. */
export const accountSchema = z
  .object({
    accountId: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    state: z.enum(accountStates),
    status: z.enum(accountStatuses),
    statusReason: z.string().nullable(),
    orgPath: z.string().nullable().describe('Root/Sports/Baseball; a slash inside a name is written \\/'),
    organizationId: z.string().nullable(),
    isManagementAccount: z.boolean(),
    badges: z.array(badgeSchema),
    inclusion: z.enum(accountInclusions),
    provider: z.string(),
    partition: z.string(),
    ignored: z.object({ until: z.date(), reason: z.string(), by: z.string() }).nullable(),
  })
  .meta({ id: 'Account' })

export const accountDetailSchema = accountSchema
  .extend({
    arn: z.string().nullable(),
    joinedMethod: z.string().nullable(),
    joinedAt: z.date().nullable(),
    parentId: z.string().nullable(),
    pathIds: z.string().nullable().describe('o-…/r-…/ou-…/, as in aws:PrincipalOrgPaths'),
    statusDetail: z.unknown().describe('Cause, action and remedy behind the status'),
    memberCheckedAt: z.date().nullable(),
    tagsReadAt: z.date().nullable().describe("When the account's own tags were last read to the end"),
    tags: z.record(z.string(), z.string()),
    firstSeenAt: z.date(),
    updatedAt: z.date(),
    detachedAt: z.date().nullable(),
    detachReason: z.string().nullable(),
    purgeAfter: z.date().nullable(),
  })
  .meta({ id: 'AccountDetail' })

export type AccountView = z.output<typeof accountSchema>
export type AccountDetail = z.output<typeof accountDetailSchema>
