import { z } from 'zod'
import { accountStatuses } from '#features/accounts/index.ts'
import type { CallerDescription } from '#platform/aws/callers/describe-caller.ts'
import type { AwsSession } from '#platform/aws/door.ts'
import type { SavedConnection } from './add-account.ts'
import type { Connection } from './connection.ts'
import { defaultHarvestingStrategy, harvestingStrategies } from './harvesting-strategies.ts'
import type { ConnectionReport } from './test-connection.ts'

/** A form field as documented in OpenAPI, unchecked here: `connection-form.ts` checks all fields together, so that one reply names every error. */
function documented(schema: Readonly<Record<string, unknown>>) {
  return z.unknown().optional().meta(schema)
}

const name = documented({ type: 'string', maxLength: 50, description: 'Shown in lists; the account id where absent' })
const harvestingStrategy = documented({ type: 'string', enum: harvestingStrategies, default: defaultHarvestingStrategy })
const credentials = documented({
  type: 'object',
  description: 'In an edit: absent keeps what is stored; present must be complete.',
  required: ['role'],
  properties: {
    caller: {
      type: 'object',
      description: 'Whose credentials assume the role; the default follows the environment of the server.',
      properties: {
        kind: { type: 'string', enum: ['default', 'profile', 'stored_keys'] },
        profile: { type: 'string' },
        accessKeyId: { type: 'string' },
        secretAccessKey: { type: 'string', writeOnly: true },
      },
    },
    role: {
      type: ['object', 'null'],
      description: 'null: the account that hosts Reeve, reached as the caller itself',
      required: ['arn'],
      properties: {
        arn: { type: 'string', example: 'arn:aws:iam::123456789012:role/reeve-member' },
        sessionName: { type: 'string', pattern: '^[\\w+=,.@-]{2,64}$', default: 'Reeve', description: 'Names Reeve in CloudTrail' },
        durationSeconds: {
          type: 'integer',
          minimum: 900,
          maximum: 43_200,
          default: 3600,
          description: 'At most 3600 when the caller is itself a role',
        },
        externalId: { type: ['string', 'null'], pattern: '^[\\w+=,.@:/-]{2,1224}$', writeOnly: true, description: 'null for none' },
      },
    },
  },
})

export const accountForm = z
  .looseObject({
    accountId: documented({ type: 'string', pattern: '^\\d{12}$', description: 'Absent: the account of the role' }),
    name,
    credentials,
    harvestingStrategy,
    badges: documented({
      type: 'array',
      maxItems: 50,
      items: { type: 'object', required: ['key', 'value'], properties: { key: { type: 'string' }, value: { type: 'string' } } },
    }),
  })
  .meta({ id: 'AccountForm', required: ['credentials'] })
export const connectionEdit = z.looseObject({ name, credentials, harvestingStrategy }).meta({ id: 'AccountConnectionEdit' })

const warningSchema = z.object({ code: z.string(), message: z.string() }).meta({ id: 'AccountWarning' })

export const callerSchema = z
  .object({
    text: z.string().describe('One line for people: running as …, via …, expires at …'),
    accountId: z.string(),
    principalArn: z.string(),
    via: z.string(),
    detail: z.string().nullable(),
    expiresAt: z.date().nullable().describe('When the credentials end; null: they do not expire'),
    signInExpiresAt: z.date().nullable().describe('When the sign-in behind an SSO profile ends'),
    warning: z.string().nullable(),
  })
  .meta({ id: 'RunningAs' })

const sessionSchema = z.object({ principalArn: z.string(), expiresAt: z.date().nullable() }).meta({ id: 'AccountSession' })

export const connectionSchema = z
  .object({
    accountId: z.string(),
    name: z.string(),
    partition: z.string(),
    status: z.enum(accountStatuses),
    statusReason: z.string().nullable(),
    credentials: z.object({
      caller: z.object({
        kind: z.enum(['default', 'profile', 'stored_keys']),
        profile: z.string().optional(),
        accessKeyId: z.string().optional(),
      }),
      role: z
        .object({ arn: z.string(), sessionName: z.string(), durationSeconds: z.number(), hasExternalId: z.boolean() })
        .nullable()
        .describe('null: the hosting account, reached as the caller itself'),
    }),
    harvestingStrategy: z.enum(harvestingStrategies),
    version: z.number(),
    createdAt: z.date(),
    createdBy: z.string(),
    updatedAt: z.date(),
  })
  .meta({ id: 'AccountConnection' })

export const savedConnectionSchema = z
  .object({
    connection: connectionSchema,
    warnings: z.array(warningSchema).readonly(),
    runningAs: callerSchema.nullable().describe('Whose credentials were used; null where AWS was not asked'),
    session: sessionSchema.nullable(),
  })
  .meta({ id: 'SavedAccountConnection' })

export const reportSchema = z
  .object({
    isReached: z.boolean(),
    accountId: z.string().nullable(),
    failedStep: z.enum(['caller', 'assume_role', 'identity', 'already_connected', 'managed']).nullable(),
    detail: z.string(),
    problems: z.array(z.object({ field: z.string(), value: z.unknown().optional(), rule: z.string(), message: z.string() })).readonly(),
    status: z.enum(accountStatuses),
    statusReason: z.string().nullable(),
    remedy: z.string().nullable(),
    runningAs: callerSchema.nullable(),
    session: sessionSchema.nullable(),
    warnings: z.array(warningSchema).readonly(),
  })
  .meta({ id: 'AccountConnectionReport' })

/** A connection as the API shows it: secrets only as "there is one". */
export function toConnectionView({ caller, role, accountUid: _, ...connection }: Connection): z.input<typeof connectionSchema> {
  const shown =
    role === null
      ? null
      : {
          arn: role.arn,
          sessionName: role.sessionName,
          durationSeconds: role.durationSeconds,
          hasExternalId: role.externalIdSealed !== null,
        }
  return {
    ...connection,
    credentials: { caller: caller.kind === 'stored_keys' ? { kind: caller.kind, accessKeyId: caller.accessKeyId } : caller, role: shown },
  }
}

export function toCallerView(caller: CallerDescription): z.input<typeof callerSchema> {
  const { text, accountId, principalArn, via, detail = null, expiresAt = null, signInExpiresAt = null, warning = null } = caller
  return { text, accountId, principalArn, via, detail, expiresAt, signInExpiresAt, warning }
}

export function toSavedView({ connection, warnings, runningAs, session }: SavedConnection): z.input<typeof savedConnectionSchema> {
  return {
    connection: toConnectionView(connection),
    warnings,
    runningAs: runningAs === null ? null : toCallerView(runningAs),
    session: toSessionView(session),
  }
}

export function toReportView({ verdict, runningAs, session, ...report }: ConnectionReport): z.input<typeof reportSchema> {
  const { status, statusReason, statusDetail } = verdict
  return {
    ...report,
    status,
    statusReason,
    remedy: statusDetail?.remedy ?? null,
    runningAs: runningAs === null ? null : toCallerView(runningAs),
    session: toSessionView(session),
  }
}

function toSessionView(session: AwsSession | null) {
  return session === null ? null : { principalArn: session.principalArn, expiresAt: session.expiresAt ?? null }
}
