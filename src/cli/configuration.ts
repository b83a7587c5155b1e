import { readFile } from 'node:fs/promises'
import type {
  ActualChannel,
  ActualOrganization,
  ActualRole,
  ActualState,
  ChannelConfig,
  ConfigDocument,
  Plan,
  Step,
} from '#features/configuration/index.ts'
import type { ApiClient } from '#platform/http/client.ts'
import { type ArgumentSpec, type CommandCall, type CommandIo, type OptionSpec, UsageError } from './define-command.ts'
import { fillSecrets } from './secret-references.ts'

export const fileArgument: ArgumentSpec = { name: 'file', summary: 'YAML document; - for standard input' }
export const planOptions: Readonly<Record<string, OptionSpec>> = {
  prune: { type: 'boolean', summary: 'Remove what a section of the document does not list; without it such things stay and are named' },
  'resend-credentials': {
    type: 'boolean',
    summary: 'Send the credentials of every organization again: whether a stored ExternalId or key is another one cannot be seen',
  },
}

/** The document, or every fault in it as a usage error with path, line, value and rule. */
export async function loadDocument({ must, io }: CommandCall): Promise<ConfigDocument> {
  const file = must('file')
  // Loaded when needed: YAML and the schemas cost every other command its start.
  const { readDocument } = await import('#features/configuration/index.ts')
  const read = readDocument(await readText(file, io))
  if (read.kind === 'ok') return read.document
  throw new UsageError(
    read.faults.map(({ path, line, value, rule, message }) => {
      const given = value === undefined ? '' : ` ${JSON.stringify(value)}`
      return `${file}${line === null ? '' : `:${line}`}: ${path}${given}: ${message} [${rule}]`
    }),
  )
}

async function readText(file: string, io: CommandIo): Promise<string> {
  if (file === '-') {
    const chunks: string[] = []
    for await (const chunk of io.stdin) chunks.push(String(chunk))
    return chunks.join('')
  }
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError([`<file> ${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`])
  }
}

/** What stands on the server, of the sections that are asked for. */
export async function readActualState(client: ApiClient, sections: Readonly<Record<keyof ActualState, boolean>>): Promise<ActualState> {
  return {
    organizations: sections.organizations ? await Array.fromAsync(client.list<ActualOrganization>('/v1/organizations')) : undefined,
    channels: sections.channels
      ? // What somebody bound to a scope keeps for themselves is not the site's to describe.
        (await Array.fromAsync(client.list<ActualChannel>('/v1/notifications/channels'))).filter(({ boundTo = null }) => boundTo === null)
      : undefined,
    roles: sections.roles ? (await client.get<{ items: ActualRole[] }>('/v1/roles')).items : undefined,
  }
}

/** The plan from what stands on the server to the document; what could not be compared is said on stderr. */
export async function planDocument(call: CommandCall, client: ApiClient, document: ConfigDocument): Promise<Plan> {
  const actual = await readActualState(client, {
    organizations: document.organizations !== undefined,
    channels: document.notifications !== undefined,
    roles: document.roles !== undefined,
  })
  const channelsWithOtherSecret = new Set<string>()
  for (const channel of document.notifications?.channels ?? []) {
    const current = actual.channels?.find(({ name }) => name.toLowerCase() === channel.name.toLowerCase())
    if (current !== undefined && (await hasOtherSecret(client, { channel, current, io: call.io })))
      channelsWithOtherSecret.add(channel.name)
  }
  const { planConfiguration } = await import('#features/configuration/index.ts')
  const plan = planConfiguration(document, actual, {
    prune: call.flag('prune') === true,
    resendCredentials: call.flag('resend-credentials') === true,
    channelsWithOtherSecret,
  })
  for (const { kind, name } of plan.unlisted) call.io.note(`not in the document, left as it is: ${kind} ${name} (--prune removes it)`)
  return plan
}

type Compared = { readonly channel: ChannelConfig; readonly current: ActualChannel; readonly io: CommandIo }

/** Only the server can compare a secret with the stored one, so it is asked what an edit would change. */
async function hasOtherSecret(client: ApiClient, { channel, current, io }: Compared): Promise<boolean> {
  const { email, slack, webhook } = channel
  const isSameKind = { email, slack, webhook }[current.kind] !== undefined
  if (!isSameKind || !current.hasSecret) return false
  const { body, missing } = await fillSecrets({ email, slack, webhook }, io)
  if (missing.length > 0) {
    for (const why of missing) io.note(`secret of channel ${channel.name} not compared, ${why}; the stored one stays`)
    return false
  }
  const path = `/v1/notifications/channels/${encodeURIComponent(channel.name)}/preview`
  const { changes } = await client.post<{ readonly changes: readonly { readonly field: string }[] }>(path, body)
  return changes.some(({ field }) => field === 'secret')
}

/** One row per step and field, for people and for machines alike. */
export function planRows({ steps }: Plan): object[] {
  return steps.flatMap(({ action, kind, name, changes }) =>
    changes.length === 0
      ? [{ action, kind, name, field: '', before: null, after: null }]
      : changes.map((change) => ({ action, kind, name, ...change })),
  )
}

/** Every body with its secrets, before the first step is taken. A secret that is missing keeps the stored one of a channel and stops all else. */
export async function fillSteps({ steps }: Plan, io: CommandIo): Promise<readonly Step[]> {
  const faults: string[] = []
  const filled: Step[] = []
  for (const step of steps) {
    const { body, missing } = await fillSecrets(step.body, io)
    const isKept =
      step.action === 'change' && step.kind === 'channel' && !step.changes.some(({ field }) => field === 'kind' || field === 'hasSecret')
    if (!isKept) faults.push(...missing.map((why) => `${step.kind} ${step.name}: ${why}`))
    filled.push({ ...step, ...(body !== undefined && { body: body as Readonly<Record<string, unknown>> }) })
  }
  if (faults.length > 0) throw new UsageError(faults)
  return filled
}

const pathOf = {
  organization: (name: string) => `/v1/organizations/${encodeURIComponent(name)}`,
  channel: (name: string) => `/v1/notifications/channels/${encodeURIComponent(name)}`,
  role: (name: string) => `/v1/roles/${encodeURIComponent(name)}`,
} as const

/** Takes one step through the HTTP API, with its permissions and its audit trail. */
export async function applyStep(client: ApiClient, { action, kind, name, body, version }: Step): Promise<void> {
  const path = pathOf[kind](name)
  if (action === 'remove') await client.send({ method: 'DELETE', path })
  else if (kind === 'role') await client.send({ method: 'PUT', path, body })
  else if (action === 'change')
    await client.send({ method: 'PATCH', path, body, ...(version !== undefined && { ifMatch: String(version) }) })
  else if (kind === 'channel') await client.post('/v1/notifications/channels', body)
  else await registerOrganization(client, name, body)
}

type Report = { readonly organization: { readonly organizationId: string } | null }

/** The credentials decide which organization it is: one that is not the one named must not be registered. */
async function registerOrganization(client: ApiClient, organizationId: string, body: unknown): Promise<void> {
  const { organization } = await client.post<Report>('/v1/organizations/test', body)
  if (organization !== null && organization.organizationId !== organizationId)
    throw new Error(`The credentials lead to ${organization.organizationId}, not to ${organizationId}. Nothing was registered.`)
  await client.post('/v1/organizations', body)
}
