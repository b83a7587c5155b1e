import { z } from 'zod'
import { emailSettings, subscriptionSchema, webhookSettings } from '#features/notifications/index.ts'
import { idPatterns } from '#lib/ids.ts'
import { account, directory, identityProvider, knownPermissions, person, signIn, systemMail, token } from './access-sections.ts'
import { caller, roleArn, secretRef, session } from './secret-ref.ts'

const organization = z
  .strictObject({
    organizationId: z
      .string()
      .regex(idPatterns.organization, { message: 'An organization id is o- and 10 to 32 small letters or digits.' }),
    credentials: z.strictObject({
      caller,
      organizationRole: z.strictObject({
        arn: roleArn,
        ...session,
      }),
      memberRole: z.strictObject({
        name: z.string().regex(/^[\w+=,.@/-]{1,512}$/, { message: 'Write the name of an IAM role, with its path.' }),
        ...session,
      }),
    }),
    nickname: z.string().min(1).max(64).nullable().default(null),
    excludePrefixes: z.array(z.string().min(1).max(128)).max(100).default([]),
    scopeOuIds: z
      .array(z.string().regex(idPatterns.ou, { message: 'An OU id is ou-…-…, in small letters.' }))
      .max(200)
      .default([]),
    autoRemoveSuspended: z.boolean().default(false),
    autoRemoveStates: z.array(z.enum(['SUSPENDED', 'CLOSED', 'PENDING_CLOSURE'])).default(['SUSPENDED', 'CLOSED']),
    autoBadge: z.boolean().default(true),
    syncEveryMinutes: z.int().min(15).max(10_080).default(60).describe('From the start of one scheduled sync to the start of the next'),
  })
  .meta({ id: 'Organization' })

const channel = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    isEnabled: z.boolean().default(true),
    subscriptions: z.array(subscriptionSchema).max(20).default([]),
    email: emailSettings.extend({ password: secretRef.nullable().default(null) }).optional(),
    slack: z.strictObject({ secretUrl: secretRef }).optional(),
    webhook: webhookSettings.extend({ secret: secretRef }).optional(),
  })
  .refine(({ email, slack, webhook }) => [email, slack, webhook].filter((kind) => kind !== undefined).length === 1, {
    message: 'Give exactly one of email, slack and webhook.',
    params: { rule: 'one_kind' },
  })
  .meta({ id: 'NotificationChannel' })

const role = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, { message: 'Small letters, digits and hyphens.' }),
    description: z.string().trim().min(1).max(300),
    permissions: z.array(z.enum(knownPermissions)).min(1),
  })
  .meta({ id: 'Role' })

function unique<Item extends z.ZodType>(items: z.ZodArray<Item>, keyOf: (item: z.output<Item>) => string) {
  return items.superRefine((list, context) => {
    const seen = new Set<string>()
    for (const [index, item] of list.entries()) {
      const key = keyOf(item).toLowerCase()
      if (seen.has(key)) context.addIssue({ code: 'custom', path: [index], message: `${key} is listed twice.`, params: { rule: 'unique' } })
      seen.add(key)
    }
  })
}

/** A site as one document. A section that is absent is not managed by it; inside a section, what is left out has its default. */
export const configDocument = z
  .strictObject({
    version: z.literal(1),
    organizations: unique(z.array(organization).max(500), ({ organizationId }) => organizationId).optional(),
    accounts: unique(z.array(account).max(5000), ({ accountId }) => accountId).optional(),
    roles: unique(z.array(role).max(500), ({ name }) => name).optional(),
    identityProviders: unique(z.array(identityProvider).max(50), ({ id }) => id).optional(),
    directories: unique(z.array(directory).max(50), ({ id }) => id).optional(),
    people: unique(z.array(person).max(10_000), ({ email }) => email).optional(),
    signIn: signIn.optional(),
    tokens: unique(z.array(token).max(1000), ({ name }) => name).optional(),
    systemMail: systemMail.nullable().optional().describe('The mail server for letters to people; null: none'),
    notifications: z.strictObject({ channels: unique(z.array(channel).max(500), ({ name }) => name) }).optional(),
  })
  .meta({ title: 'Reeve configuration', description: 'For reeve config export, plan and apply' })
export type ConfigDocument = z.output<typeof configDocument>
export type OrganizationConfig = z.output<typeof organization>
export type ChannelConfig = z.output<typeof channel>
export type RoleConfig = z.output<typeof role>
