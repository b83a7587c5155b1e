import { z } from 'zod'
import type { AccountCounts } from './estate-queries.ts'
import type { Organization } from './organization.ts'
import { formatRoleArn } from '#platform/aws/role-arn.ts'
import { storedValidationSchema } from './stored-validation.ts'

/** `:org` of every path: `o-…` or a nickname. */
export const orgParams = z.strictObject({ org: z.string().min(1).max(200).describe('Organization id (o-…) or nickname') })

/**
 * A form field as documented in OpenAPI, unchecked here: `organization-form.ts` checks all fields together, so that one reply names every
 * error, wrong types and broken rules alike.
 */
function documented(schema: Readonly<Record<string, unknown>>) {
  return z.unknown().optional().meta(schema)
}

const sessionFields = {
  sessionName: { type: 'string', pattern: '^[\\w+=,.@-]{2,64}$', description: 'Names Reeve in CloudTrail' },
  durationSeconds: {
    type: 'integer',
    minimum: 900,
    maximum: 43_200,
    default: 3600,
    description: 'At most 3600 when the caller is itself a role',
  },
  externalId: { type: ['string', 'null'], pattern: '^[\\w+=,.@:/-]{2,1224}$', writeOnly: true, description: 'null for none' },
}
const credentialsField = {
  type: 'object',
  description: 'In an edit: absent keeps what is stored; present must be complete.',
  required: ['organizationRole', 'memberRole'],
  properties: {
    caller: {
      type: 'object',
      description: 'Whose credentials assume the roles; the default follows the environment of the server.',
      properties: {
        kind: { type: 'string', enum: ['default', 'profile', 'stored_keys'] },
        profile: { type: 'string' },
        accessKeyId: { type: 'string' },
        secretAccessKey: { type: 'string', writeOnly: true },
      },
    },
    organizationRole: {
      type: 'object',
      required: ['arn', 'sessionName'],
      properties: { arn: { type: 'string', example: 'arn:aws:iam::123456789012:role/reeve-organization' }, ...sessionFields },
    },
    memberRole: {
      type: 'object',
      required: ['name', 'sessionName'],
      properties: { name: { type: 'string', description: 'Role name, with its IAM path', example: 'reeve-member' }, ...sessionFields },
    },
  },
}

const settingFields = {
  nickname: documented({ type: ['string', 'null'], maxLength: 64, description: 'Becomes a badge of every account' }),
  excludePrefixes: documented({
    type: 'array',
    items: { type: 'string' },
    description: 'Account names that begin so are left out; case-sensitive',
  }),
  scopeOuIds: documented({
    type: 'array',
    items: { type: 'string' },
    description: 'Import only these OUs and what lies below; empty for all',
  }),
  autoRemoveSuspended: documented({ type: 'boolean', default: false }),
  autoRemoveStates: documented({
    type: 'array',
    items: { type: 'string', enum: ['SUSPENDED', 'CLOSED', 'PENDING_CLOSURE'] },
    default: ['SUSPENDED', 'CLOSED'],
  }),
  autoBadge: documented({ type: 'boolean', default: true }),
  syncEveryMinutes: documented({
    type: 'integer',
    minimum: 15,
    maximum: 10_080,
    default: 60,
    description: 'From the start of one scheduled sync to the start of the next',
  }),
}

export const organizationForm = z
  .looseObject({ provider: documented({ type: 'string', enum: ['aws'] }), credentials: documented(credentialsField), ...settingFields })
  .meta({ id: 'OrganizationForm', required: ['credentials'] })
export const organizationEdit = z
  .looseObject({ credentials: documented(credentialsField), ...settingFields })
  .meta({ id: 'OrganizationEdit' })

export const warningSchema = z.object({ code: z.string(), message: z.string() }).meta({ id: 'OrganizationWarning' })
export const fieldErrorSchema = z
  .object({ field: z.string(), value: z.unknown().optional(), rule: z.string(), message: z.string() })
  .meta({ id: 'OrganizationFieldError' })

const roleView = { sessionName: z.string(), durationSeconds: z.number(), hasExternalId: z.boolean() }
const countsSchema = z.object({
  total: z.number(),
  imported: z.number(),
  excluded: z.number(),
  suspended: z.number(),
  detached: z.number(),
  attention: z.number(),
})

export const organizationSchema = z
  .object({
    organizationId: z.string(),
    provider: z.string(),
    partition: z.string(),
    nickname: z.string().nullable(),
    managementAccountId: z.string(),
    featureSet: z.enum(['ALL', 'CONSOLIDATED_BILLING']),
    registeredThrough: z.enum(['management_account', 'delegated_administrator']),
    credentials: z.object({
      caller: z.object({
        kind: z.enum(['default', 'profile', 'stored_keys']),
        profile: z.string().optional(),
        accessKeyId: z.string().optional(),
      }),
      organizationRole: z.object({ arn: z.string(), ...roleView }),
      memberRole: z.object({ name: z.string(), exampleArn: z.string(), ...roleView }),
    }),
    excludePrefixes: z.array(z.string()).readonly(),
    scopeOuIds: z.array(z.string()).readonly(),
    autoRemoveSuspended: z.boolean(),
    autoRemoveStates: z.array(z.string()).readonly(),
    autoBadge: z.boolean(),
    syncEveryMinutes: z.number(),
    accounts: countsSchema,
    validation: storedValidationSchema,
    kitVersion: z.string().nullable(),
    isPart: z
      .boolean()
      .describe(
        'Seen by somebody bound to a scope: counts are of their accounts, other accounts read ************, and excludePrefixes, scopeOuIds and validation are left out, not empty',
      ),
    version: z.number(),
    createdAt: z.date(),
    createdBy: z.string(),
    updatedAt: z.date(),
  })
  .meta({ id: 'Organization' })

export const registrationSchema = z
  .object({ organization: organizationSchema, warnings: z.array(warningSchema).readonly(), syncJobId: z.string().nullable() })
  .meta({ id: 'OrganizationRegistration' })

/** An organization as the API shows it: secrets only as "there is one". */
export function toOrganizationView(
  organization: Organization,
  accounts: AccountCounts,
  isPart = false,
): z.input<typeof organizationSchema> {
  const { caller, orgRole, memberRole, autoRemove, partition, managementAccountId } = organization
  const { externalIdSealed: orgSealed, ...orgRoleView } = orgRole
  const { externalIdSealed: memberSealed, ...memberRoleView } = memberRole
  return {
    organizationId: organization.organizationId,
    provider: organization.provider,
    partition,
    nickname: organization.nickname,
    managementAccountId,
    featureSet: organization.featureSet,
    registeredThrough: organization.registeredThrough,
    credentials: {
      caller: caller.kind === 'stored_keys' ? { kind: caller.kind, accessKeyId: caller.accessKeyId } : caller,
      organizationRole: { ...orgRoleView, hasExternalId: orgSealed !== null },
      memberRole: {
        ...memberRoleView,
        exampleArn: formatRoleArn({ partition, accountId: managementAccountId, name: memberRole.name }),
        hasExternalId: memberSealed !== null,
      },
    },
    excludePrefixes: organization.excludePrefixes,
    scopeOuIds: organization.scopeOuIds,
    autoRemoveSuspended: autoRemove,
    autoRemoveStates: organization.autoRemoveStates,
    autoBadge: organization.autoBadge,
    syncEveryMinutes: organization.syncEveryMinutes,
    accounts,
    validation: organization.validation,
    kitVersion: organization.kitVersion,
    isPart,
    version: organization.version,
    createdAt: organization.createdAt,
    createdBy: organization.createdBy,
    updatedAt: organization.updatedAt,
  }
}
