import { z } from 'zod'

const policy = z.object({ policyId: z.string(), name: z.string(), type: z.string(), awsManaged: z.boolean() })
/** A place as one level of the tree shows it. */
export const levelOuSchema = z
  .object({
    id: z.string(),
    parentId: z.string().nullable(),
    name: z.string(),
    orgPath: z.string().describe('Root/Sports/Baseball'),
    pathIds: z.string().describe('o-…/r-…/ou-…/, as in aws:PrincipalOrgPaths'),
    policies: z.array(policy).readonly(),
    accounts: z.number().int().describe('Accounts at and below'),
    hasOus: z.boolean(),
  })
  .meta({ id: 'TreeLevelOu' })
export const levelAccountSchema = z
  .object({
    accountId: z.string(),
    parentId: z.string().nullable(),
    name: z.string(),
    status: z.string(),
    state: z.string(),
    inclusion: z.string(),
    isManagementAccount: z.boolean(),
    policies: z.array(policy).readonly(),
  })
  .meta({ id: 'TreeLevelAccount' })
