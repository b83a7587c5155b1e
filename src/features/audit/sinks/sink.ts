import { z } from 'zod'

/** No control characters, so that a name breaks no line of a log or a terminal. */
// oxlint-disable-next-line no-control-regex -- they are what is refused
const plainText = /^[^\u0000-\u001f\u007f]*$/
const hostPattern = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45})$/
const pem = z
  .string()
  .max(20_000)
  .regex(/^-----BEGIN [A-Z ]+-----[\s\S]+-----END [A-Z ]+-----\s*$/, { message: 'Paste it in PEM form.' })

export const syslogSettings = z
  .strictObject({
    host: z.string().regex(hostPattern, { message: 'Write the host name or address of the syslog server, without a scheme or port.' }),
    port: z.int().min(1).max(65_535).default(6514),
    transport: z
      .enum(['tls', 'tcp', 'udp'])
      .default('tls')
      .describe('`tls` (RFC 5425); `tcp` in clear text; `udp`, which loses messages without anybody noticing'),
    facility: z.int().min(0).max(23).default(13).describe('RFC 5424; 13 is log audit'),
    ca: pem.nullable().default(null).describe('Certificate of the authority that signed the server’s, where it is a private one'),
    clientCertificate: pem.nullable().default(null).describe('What Reeve shows to a server that asks who it is'),
  })
  .meta({ id: 'AuditSyslog' })
export type SyslogSettings = z.output<typeof syslogSettings>

export const httpsSettings = z
  .strictObject({
    url: z
      .string()
      .max(2000)
      .refine((text) => /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text), {
        message: 'Write an https:// address.',
        params: { rule: 'url' },
      })
      .refine(
        (text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === '' && new URL(text).hash === ''),
        {
          message: 'Leave user, password and # out: give an Authorization header instead.',
          params: { rule: 'url_without_credentials' },
        },
      ),
    gzip: z.boolean().default(false).describe('Compress what is sent; the signature is over the lines before that'),
  })
  .meta({ id: 'AuditHttps' })
export type HttpsSettings = z.output<typeof httpsSettings>

export const s3Settings = z
  .strictObject({
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { message: 'Write the name of a bucket.' }),
    region: z.string().regex(/^[a-z]{2}(-[a-z0-9]+)+-\d$/, { message: 'Write a Region such as eu-central-1.' }),
    accountId: z.string().regex(/^\d{12}$/, { message: 'Write the twelve digits of the account that owns the bucket.' }),
    prefix: z
      .string()
      .max(200)
      .regex(/^([A-Za-z0-9!_.*'()-]+\/)*$/, { message: 'Write folders that end in a slash, such as reeve/audit/.' })
      .default('reeve-audit/'),
    mode: z
      .enum(['COMPLIANCE', 'GOVERNANCE'])
      .default('COMPLIANCE')
      .describe('COMPLIANCE: nobody shortens it, the root user included; GOVERNANCE: who holds s3:BypassGovernanceRetention may'),
    retainDays: z.int().min(1).max(36_500).default(365),
    everySeconds: z.int().min(2).max(86_400).default(60).describe('Gather checkpoints so long into one object'),
    profile: z.string().min(1).max(100).nullable().default(null).describe('Profile of the caller; null for Reeve’s own credentials'),
    roleArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, { message: 'Write the ARN of a role.' })
      .nullable()
      .default(null)
      .describe('Role to assume; null to write as the caller'),
  })
  .meta({ id: 'AuditS3' })
export type S3Settings = z.output<typeof s3Settings>

const syslogForm = syslogSettings.extend({
  clientPrivateKey: pem.nullable().optional().describe('Private key of the client certificate. Absent in an edit: kept'),
})
const httpsForm = httpsSettings.extend({
  signingSecret: z
    .string()
    .min(16)
    .max(200)
    .optional()
    .describe('Absent: a new sink gets one, which its reply shows once; in an edit: kept'),
  authorization: z
    .string()
    .min(1)
    .max(2000)
    .regex(/^[\x20-\x7e]+$/, { message: 'A header has printable ASCII characters only.' })
    .nullable()
    .optional()
    .describe('Whole Authorization header, such as `Splunk 0123…`. Absent in an edit: kept'),
})
const s3Form = s3Settings.extend({
  externalId: z.string().min(2).max(1224).nullable().optional().describe('Of the role. Absent in an edit: kept'),
})

const name = z.string().trim().min(1).max(100).regex(plainText, { message: 'A name has no control characters.' })
const events = z.boolean().describe('Send every audit event')
const checkpoints = z.boolean().describe('Send the signed checkpoints')

/** A new sink; exactly one of the three kinds. */
export const sinkForm = z
  .strictObject({
    name,
    isEnabled: z.boolean().default(true),
    events: events.optional(),
    checkpoints: checkpoints.default(true),
    from: z.enum(['now', 'beginning']).default('now').describe('Whether events of the past are sent too'),
    syslog: syslogForm.optional(),
    https: httpsForm.optional(),
    s3: s3Form.optional(),
  })
  .refine(({ syslog, https, s3 }) => [syslog, https, s3].filter((kind) => kind !== undefined).length === 1, {
    message: 'Give exactly one of syslog, https and s3.',
    params: { rule: 'one_kind' },
  })
  .refine(({ s3, events: sends }) => s3 === undefined || sends !== true, {
    path: ['events'],
    message: 'Into S3 go checkpoints: stream events over syslog or HTTPS.',
    params: { rule: 's3_takes_checkpoints' },
  })
  .refine(({ events: sends, checkpoints: signs, s3 }) => signs || (s3 === undefined && sends !== false), {
    path: ['checkpoints'],
    message: 'Send events, checkpoints or both.',
    params: { rule: 'sends_something' },
  })
  .meta({ id: 'AuditSinkForm' })
export type SinkForm = z.output<typeof sinkForm>

export const sinkEdit = z
  .strictObject({
    name: name.optional(),
    isEnabled: z.boolean().optional(),
    events: events.optional(),
    checkpoints: checkpoints.optional(),
    syslog: syslogForm.optional(),
    https: httpsForm.optional(),
    s3: s3Form.optional(),
  })
  .meta({ id: 'AuditSinkEdit' })
export type SinkEdit = z.output<typeof sinkEdit>

export const sinkKinds = ['syslog', 'https', 's3'] as const
export type SinkTarget =
  | { readonly kind: 'syslog'; readonly settings: SyslogSettings }
  | { readonly kind: 'https'; readonly settings: HttpsSettings }
  | { readonly kind: 's3'; readonly settings: S3Settings }

/** A sink as stored; its secret stays sealed until something is sent. */
export type Sink = {
  readonly id: string
  readonly name: string
  readonly isEnabled: boolean
  readonly sendsEvents: boolean
  readonly sendsCheckpoints: boolean
  readonly target: SinkTarget
  readonly secretSealed: string | null
  readonly version: number
  readonly createdAt: Date
  readonly createdBy: string
  readonly updatedAt: Date
}

/** How far a sink has got. */
export type SinkProgress = {
  readonly eventPosition: number
  readonly checkpointNumber: number
  readonly firstCheckpoint: number
  readonly failures: number
  readonly nextAttemptAt: Date | null
  readonly lastError: string | null
  readonly lastErrorAt: Date | null
  readonly lastSuccessAt: Date | null
}

export const sinkReply = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    kind: z.enum(sinkKinds),
    isEnabled: z.boolean(),
    events: z.boolean(),
    checkpoints: z.boolean(),
    syslog: syslogSettings.optional(),
    https: httpsSettings.optional(),
    s3: s3Settings.optional(),
    hasSecret: z.boolean(),
    version: z.number(),
    createdAt: z.date(),
    createdBy: z.string(),
    updatedAt: z.date(),
  })
  .meta({ id: 'AuditSink' })

/** A sink as everybody may see it: of its secret only whether there is one. */
export function toSinkReply({ target, secretSealed, sendsEvents, sendsCheckpoints, ...sink }: Sink): z.input<typeof sinkReply> {
  return {
    ...sink,
    kind: target.kind,
    events: sendsEvents,
    checkpoints: sendsCheckpoints,
    ...(target.kind === 'syslog' && { syslog: target.settings }),
    ...(target.kind === 'https' && { https: target.settings }),
    ...(target.kind === 's3' && { s3: target.settings }),
    hasSecret: secretSealed !== null,
  }
}
