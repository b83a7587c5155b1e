import type { ArgumentSpec, CommandCall, OptionSpec } from './define-command.ts'
import { present } from './present.ts'
import { readSecretFile } from './read-secret-file.ts'

export const sinkArgument: ArgumentSpec = { name: 'sink', summary: 'name or id of the sink' }

/** Where to send and how, as flags of a new sink and of an edit. */
export const sinkOptions: Readonly<Record<string, OptionSpec>> = {
  events: { type: 'boolean', negatable: true, summary: 'Send every audit event; so it is for syslog and HTTPS' },
  checkpoints: { type: 'boolean', negatable: true, summary: 'Send the signed checkpoints; so it is for all' },
  syslog: { type: 'string', value: 'HOST', summary: 'A syslog server (RFC 5424)', fields: ['syslog', 'syslog.host'] },
  port: { type: 'integer', value: 'PORT', summary: 'Its port; 6514 without it', fields: ['syslog.port'] },
  transport: { type: 'string', choices: ['tls', 'tcp', 'udp'], summary: 'tls without it', fields: ['syslog.transport'] },
  facility: { type: 'integer', value: 'N', summary: 'Syslog facility; 13 (log audit) without it', fields: ['syslog.facility'] },
  'ca-file': { type: 'string', value: 'FILE', summary: 'Certificate of a private authority, PEM', fields: ['syslog.ca'] },
  'client-cert-file': {
    type: 'string',
    value: 'FILE',
    summary: 'Certificate to show to the server, PEM',
    fields: ['syslog.clientCertificate'],
  },
  'client-key-file': { type: 'string', value: 'FILE', summary: 'Its private key, PEM', fields: ['syslog.clientPrivateKey'] },
  https: { type: 'string', value: 'URL', summary: 'A collector that takes JSON lines', fields: ['https', 'https.url'] },
  gzip: { type: 'boolean', negatable: true, summary: 'Compress what is sent to it', fields: ['https.gzip'] },
  'signing-key-file': {
    type: 'string',
    value: 'FILE',
    summary: 'File that holds the signing key; without it a new sink gets one, shown once',
    fields: ['https.signingSecret'],
  },
  'authorization-file': {
    type: 'string',
    value: 'FILE',
    summary: 'File that holds the whole Authorization header, such as "Splunk 0123…"',
    fields: ['https.authorization'],
  },
  bucket: { type: 'string', value: 'NAME', summary: 'An S3 bucket with Object Lock', fields: ['s3', 's3.bucket'] },
  region: { type: 'string', value: 'REGION', summary: 'Its Region', fields: ['s3.region'] },
  account: { type: 'string', value: 'ACCOUNT_ID', summary: 'The account that owns it', fields: ['s3.accountId'] },
  prefix: { type: 'string', value: 'PREFIX/', summary: 'Folder in it; reeve-audit/ without it', fields: ['s3.prefix'] },
  'lock-mode': { type: 'string', choices: ['COMPLIANCE', 'GOVERNANCE'], summary: 'COMPLIANCE without it', fields: ['s3.mode'] },
  'retain-days': { type: 'integer', value: 'DAYS', summary: 'How long each object is locked; 365 without it', fields: ['s3.retainDays'] },
  'every-seconds': {
    type: 'integer',
    value: 'SECONDS',
    summary: 'Gather checkpoints so long into one object; 60 without it',
    fields: ['s3.everySeconds'],
  },
  profile: {
    type: 'string',
    value: 'NAME',
    summary: 'AWS profile to write with, instead of Reeve’s own credentials',
    fields: ['s3.profile'],
  },
  role: { type: 'string', value: 'ARN', summary: 'Role to assume for writing', fields: ['s3.roleArn'] },
  'external-id-file': { type: 'string', value: 'FILE', summary: 'File that holds the ExternalId of the role', fields: ['s3.externalId'] },
}

/** The body that these flags stand for; absent flags leave their fields out. */
export async function sinkBody(call: CommandCall): Promise<Record<string, unknown>> {
  const { text, integer, flag } = call
  const fromFile = (name: string): Promise<string | undefined> => readSecretFile(name, text(name))
  const syslog = present({
    host: text('syslog'),
    port: integer('port'),
    transport: text('transport'),
    facility: integer('facility'),
    ca: await fromFile('ca-file'),
    clientCertificate: await fromFile('client-cert-file'),
    clientPrivateKey: await fromFile('client-key-file'),
  })
  const https = present({
    url: text('https'),
    gzip: flag('gzip'),
    signingSecret: await fromFile('signing-key-file'),
    authorization: await fromFile('authorization-file'),
  })
  const s3 = present({
    bucket: text('bucket'),
    region: text('region'),
    accountId: text('account'),
    prefix: text('prefix'),
    mode: text('lock-mode'),
    retainDays: integer('retain-days'),
    everySeconds: integer('every-seconds'),
    profile: text('profile'),
    roleArn: text('role'),
    externalId: await fromFile('external-id-file'),
  })
  return present({
    events: flag('events'),
    checkpoints: flag('checkpoints'),
    syslog: filled(syslog),
    https: filled(https),
    s3: filled(s3),
  })
}

function filled(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  return Object.keys(fields).length === 0 ? undefined : fields
}
