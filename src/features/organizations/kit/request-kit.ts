import { z } from 'zod'
import { idPatterns } from '#lib/ids.ts'
import type { AwsDoor, CallerIdentity, Work } from '#platform/aws/door.ts'
import type { Sealer } from '#platform/crypto/sealer.ts'
import type { Db } from '#platform/db/db.ts'
import { httpErrors } from '#platform/http/http-errors.ts'
import { isAccountOf } from '../estate-queries.ts'
import type { Organization } from '../organization.ts'
import { parseRoleArn } from '#platform/aws/role-arn.ts'
import { orgSessionTarget } from '../target.ts'
import { defaultMemberRoleName, defaultOrgRoleName, generateExternalId, type KitTerms, memberStackRegion } from './kit.ts'
import { kitVersion } from './permissions.ts'
import { describeCaller } from './policies.ts'
import { type Kit, renderKit } from './render-kit.ts'

/** Narrower than IAM allows for paths, because names go into shell commands and templates as they stand. */
const safeRoleName = z
  .string()
  .max(200)
  .regex(/^(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/, 'A role name, with its IAM path if it has one: letters, digits and _+=,.@- only.')
const duration = z.number().int().min(900).max(43_200)

export const kitRequest = z
  .strictObject({
    variant: z.enum(['management_account', 'delegated_administrator']).default('management_account'),
    orgRoleAccountId: z
      .string()
      .regex(idPatterns.account)
      .optional()
      .describe('Where the organization role will live; needed for the delegated variant'),
    organizationId: z
      .string()
      .regex(idPatterns.organization)
      .optional()
      .describe('With it, and a caller inside the organization, trusts carry aws:PrincipalOrgID'),
    callerInOrganization: z.boolean().default(false),
    callerArn: z.string().max(2048).optional().describe("Defaults to this installation's own caller"),
    organizationRoleName: safeRoleName.default(defaultOrgRoleName),
    memberRoleName: safeRoleName.default(defaultMemberRoleName),
    durationSeconds: duration.default(3600),
  })
  .meta({ id: 'OrganizationKitRequest' })
export type KitRequest = z.output<typeof kitRequest>

export const kitSchema = z
  .object({
    kitVersion: z.number(),
    callerArns: z.array(z.string()).readonly(),
    externalIds: z
      .object({ organizationRole: z.string().nullable(), memberRole: z.string().nullable() })
      .describe('Generated for one registration and shown now; null where a stored one stays hidden'),
    files: z.array(z.object({ name: z.string(), purpose: z.string(), content: z.string() })).readonly(),
    notes: z.array(z.string()).readonly(),
  })
  .meta({ id: 'OrganizationKit' })

export type RenderedKit = Kit & {
  readonly kitVersion: number
  readonly callerArns: readonly string[]
  readonly externalIds: { readonly organizationRole: string | null; readonly memberRole: string | null }
}

/** Renders a kit for a registration to come, with two new ExternalIds. Nothing is stored: the answer is the only place they stand. */
export async function requestKit(deps: { readonly door: AwsDoor }, request: KitRequest, work: Work): Promise<RenderedKit> {
  if (request.variant === 'delegated_administrator' && request.orgRoleAccountId === undefined) {
    const message = 'The delegated variant needs the account in which the organization role will live.'
    throw httpErrors.invalid_input(message, {
      fields: [{ field: 'orgRoleAccountId', rule: 'is required for variant delegated_administrator', message }],
    })
  }
  const caller = await resolveCaller(deps.door, { callerArn: request.callerArn, caller: { kind: 'default' }, work })
  const externalIds = { organizationRole: generateExternalId(), memberRole: generateExternalId() }
  return finish({
    partition: caller.partition,
    variant: request.variant,
    caller,
    callerInOrganization: request.callerInOrganization,
    organizationId: request.organizationId,
    orgRoleAccountId: request.orgRoleAccountId,
    orgRole: { name: request.organizationRoleName, externalId: externalIds.organizationRole, durationSeconds: request.durationSeconds },
    memberRole: { name: request.memberRoleName, externalId: externalIds.memberRole, durationSeconds: request.durationSeconds },
    homeRegion: memberStackRegion(caller.partition),
  })
}

/** The installed version's kit for a registered organization; its ExternalIds stay hidden behind placeholders, and trusts name the organization where the caller is known to be in it. */
export async function renderKitOf(
  deps: { readonly db: Db; readonly door: AwsDoor; readonly sealer: Sealer },
  organization: Organization,
  work: Work,
): Promise<RenderedKit> {
  const { partition, orgRole, memberRole, registeredThrough, organizationId } = organization
  const resolved = await resolveCaller(deps.door, {
    callerArn: undefined,
    caller: orgSessionTarget(organization, deps.sealer).caller,
    work,
  })
  const parsed = parseRoleArn(orgRole.arn)
  if (parsed.kind !== 'ok') throw new Error(`The stored organization role ARN of ${organizationId} is malformed`)
  for (const name of [parsed.arn.name, memberRole.name]) {
    if (!safeRoleName.safeParse(name).success)
      throw httpErrors.invalid_input(
        `The kit cannot render the role name ${name}: its path has characters that do not fit into commands and templates.`,
      )
  }
  return finish({
    partition,
    variant: registeredThrough,
    caller: resolved,
    callerInOrganization:
      resolved.accountId === organization.managementAccountId || (await isAccountOf(deps.db, organization.uid, resolved.accountId)),
    organizationId,
    orgRoleAccountId: parsed.arn.accountId,
    orgRole: { name: parsed.arn.name, externalId: null, durationSeconds: orgRole.durationSeconds },
    memberRole: { name: memberRole.name, externalId: null, durationSeconds: memberRole.durationSeconds },
    homeRegion: memberStackRegion(partition),
  })
}

function finish(terms: KitTerms): RenderedKit {
  const externalIds = { organizationRole: terms.orgRole.externalId, memberRole: terms.memberRole.externalId }
  return { ...renderKit(terms), kitVersion, callerArns: terms.caller.principalArns, externalIds }
}

type CallerRequest = { readonly callerArn: string | undefined; readonly caller: CallerIdentity; readonly work: Work }

async function resolveCaller(door: AwsDoor, { callerArn, caller, work }: CallerRequest) {
  const arn = callerArn ?? (await findOwnArn(door, caller, work))
  const facts = arn === undefined ? undefined : describeCaller(arn)
  if (facts !== undefined) return facts
  const message =
    arn === undefined
      ? "This installation's caller is not known. Give the ARN of the role or user that Reeve will run as."
      : `${arn} is not the ARN of a role or user; the root user cannot be a caller.`
  throw httpErrors.invalid_input(message, {
    fields: [
      {
        field: 'callerArn',
        ...(callerArn !== undefined && { value: callerArn }),
        rule: 'must be the ARN of an IAM role, a role session or an IAM user',
        message,
      },
    ],
  })
}

async function findOwnArn(door: AwsDoor, caller: CallerIdentity, work: Work): Promise<string | undefined> {
  const session = await door.open({ caller }, work)
  return session.kind === 'ok' ? session.value.principalArn : undefined
}
