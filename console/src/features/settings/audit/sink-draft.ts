import type { AuditSinkFormInput } from '../../../api/operations.gen.ts'

export type SinkKind = 'syslog' | 'https' | 's3'

/** What is typed of a new place, as text; the server judges it. */
export type SinkDraft = {
  readonly kind: SinkKind
  readonly name: string
  readonly isFromBeginning: boolean
  readonly host: string
  readonly port: string
  readonly transport: 'tls' | 'tcp' | 'udp'
  readonly ca: string
  readonly url: string
  readonly authorization: string
  readonly bucket: string
  readonly region: string
  readonly accountId: string
  readonly retainDays: string
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE'
  readonly roleArn: string
  readonly externalId: string
}

export const emptySink: SinkDraft = {
  kind: 'syslog',
  name: '',
  isFromBeginning: false,
  host: '',
  port: '6514',
  transport: 'tls',
  ca: '',
  url: '',
  authorization: '',
  bucket: '',
  region: '',
  accountId: '',
  retainDays: '365',
  mode: 'COMPLIANCE',
  roleArn: '',
  externalId: '',
}

/** The form that a draft stands for: of the kind that was chosen, without what was left empty. */
export function toForm(draft: SinkDraft): AuditSinkFormInput {
  const common = { name: draft.name.trim(), from: draft.isFromBeginning ? ('beginning' as const) : ('now' as const) }
  const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim())
  if (draft.kind === 'syslog')
    return {
      ...common,
      syslog: {
        host: draft.host.trim(),
        port: Number(draft.port),
        transport: draft.transport,
        ca: draft.transport === 'tls' ? filled(draft.ca) : null,
      },
    }
  if (draft.kind === 'https') return { ...common, https: { url: draft.url.trim(), authorization: filled(draft.authorization) } }
  return {
    ...common,
    s3: {
      bucket: draft.bucket.trim(),
      region: draft.region.trim(),
      accountId: draft.accountId.trim(),
      retainDays: Number(draft.retainDays),
      mode: draft.mode,
      roleArn: filled(draft.roleArn),
      externalId: filled(draft.roleArn) === null ? null : filled(draft.externalId),
    },
  }
}

export const sinkLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  'syslog.host': 'Server',
  'syslog.port': 'Port',
  'syslog.ca': 'Certificate authority',
  'https.url': 'Address',
  'https.authorization': 'Authorization header',
  's3.bucket': 'Bucket',
  's3.region': 'Region',
  's3.accountId': 'Account',
  's3.retainDays': 'Locked for',
  's3.roleArn': 'Role',
  's3.externalId': 'ExternalId',
}
