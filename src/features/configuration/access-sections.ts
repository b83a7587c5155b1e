import { z } from 'zod'
import { mailServer } from '#features/notifications/index.ts'
import { idPatterns } from '#lib/ids.ts'
import { explainScopeFault } from '#platform/auth/grants.ts'
import type { Permission } from '#platform/auth/permissions.ts'
import { grantablePermissions } from '#platform/auth/role-catalogue.ts'
import { caller, roleArn, secretRef, session } from './secret-ref.ts'

export const knownPermissions = grantablePermissions as [Permission, ...Permission[]]

const idOfSite = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, { message: 'Small letters, digits and hyphens.' })
const email = z.email().max(320).toLowerCase()
const scope = z
  .string()
  .min(1)
  .max(4000)
  .superRefine((text, context) => {
    const fault = explainScopeFault(text)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault, params: { rule: 'scope' } })
  })
  .nullable()
  .default(null)
  .describe('`ou:ou-…/**`, `badge:tier=1`, `account:…`; null is the whole estate')
const binding = { role: z.string().min(1).max(100), scope }

export const signIn = z
  .strictObject({
    passwords: z.boolean().default(true),
    breakGlass: email.nullable().default(null).describe('Who keeps a password where passwords are off'),
  })
  .refine(({ passwords, breakGlass }) => passwords || breakGlass !== null, {
    path: ['breakGlass'],
    message: 'Name who keeps a password for the day the provider is away.',
    params: { rule: 'break_glass' },
  })
  .meta({ id: 'SignIn' })

export const systemMail = mailServer.extend({ password: secretRef.nullable().default(null) }).meta({ id: 'MailForLetters' })

export const identityProvider = z
  .strictObject({
    id: idOfSite,
    name: z.string().trim().min(1).max(100),
    issuer: z.url({ protocol: /^https?$/ }).max(1000),
    clientId: z.string().min(1).max(500),
    clientSecret: secretRef.nullable().default(null).describe('null: a public client'),
    scopes: z.array(z.string().min(1).max(100)).min(1).max(20).default(['openid', 'email', 'profile']),
    grants: z
      .array(z.strictObject({ claim: z.string().min(1).max(200), value: z.string().min(1).max(500), ...binding }))
      .min(1)
      .max(500),
  })
  .meta({ id: 'IdentityProvider' })

export const directory = z
  .strictObject({
    id: idOfSite,
    name: z.string().trim().min(1).max(100),
    identityProvider: idOfSite.nullable().default(null).describe('Where its people sign in'),
    provisionedOnly: z.boolean().default(true),
    match: z
      .strictObject({
        externalIdClaim: z.string().min(1).max(200).default('sub'),
        userNameClaim: z.string().min(1).max(200).nullable().default(null),
        verifiedEmail: z.boolean().default(false),
      })
      .prefault({}),
    grants: z
      .array(
        z.strictObject({
          claim: z.enum(['displayName', 'externalId']).default('displayName'),
          value: z.string().min(1).max(500),
          ...binding,
        }),
      )
      .max(500)
      .default([]),
  })
  .meta({ id: 'Directory', description: 'A directory that provisions people over SCIM; its tokens are made by hand' })

export const person = z.strictObject({ email, roles: z.array(z.strictObject(binding)).max(50).default([]) }).meta({ id: 'Person' })

export const token = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    role: z.string().min(1).max(100).default('custom'),
    permissions: z.array(z.enum(knownPermissions)).default([]),
    scope,
    expiresInDays: z.int().min(1).max(3650).nullable().default(null).describe('Counted from when it is made; null: until it is revoked'),
  })
  .refine(({ role, permissions: asked }) => (role === 'custom') === asked.length > 0, {
    path: ['permissions'],
    message: 'List the permissions of a custom token; a role brings its own.',
    params: { rule: 'role_or_permissions' },
  })
  .meta({ id: 'Token', description: 'That there is such a token, never its value' })

export const account = z
  .strictObject({
    accountId: z.string().regex(idPatterns.account, { message: 'An account id has twelve digits; put it in quotes.' }),
    name: z.string().min(1).max(50),
    harvestingStrategy: z.string().min(1).max(50).optional().describe('Absent: as it is'),
    credentials: z.strictObject({
      caller,
      role: z
        .strictObject({ arn: roleArn, ...session })
        .nullable()
        .describe('null: the account that hosts Reeve, reached as the caller itself'),
    }),
  })
  .meta({ id: 'Account', description: 'A single account, which no organization manages' })

export type SignInConfig = z.output<typeof signIn>
export type SystemMailConfig = z.output<typeof systemMail>
export type IdentityProviderConfig = z.output<typeof identityProvider>
export type DirectoryConfig = z.output<typeof directory>
export type PersonConfig = z.output<typeof person>
export type TokenConfig = z.output<typeof token>
export type AccountConfig = z.output<typeof account>
