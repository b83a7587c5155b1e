import { readFile } from 'node:fs/promises'
import type { ActualChannel, Applicant, ChannelConfig, ConfigDocument, Plan, Step } from '#features/configuration/index.ts'
import type { ApiClient } from '#platform/http/client.ts'
import { type ArgumentSpec, type CommandCall, type CommandIo, type OptionSpec, UsageError } from './define-command.ts'
import { readActualState, type Section, sections } from './read-actual-state.ts'
import { fillSecrets } from './secret-references.ts'

export const fileArgument: ArgumentSpec = { name: 'file', summary: 'YAML document; - for standard input' }
export const planOptions: Readonly<Record<string, OptionSpec>> = {
  prune: { type: 'boolean', summary: 'Remove what a section of the document does not list; without it such things stay and are named' },
  'resend-credentials': {
    type: 'boolean',
    summary:
      'Send the credentials of organizations, accounts, providers and the mail server again: whether a stored one is another cannot be seen',
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
    read.faults.map(({ path, line, column, value, rule, message }) => {
      const given = value === undefined ? '' : ` ${JSON.stringify(value)}`
      return `${file}${line === null ? '' : `:${line}:${column ?? 1}`}: ${path}${given}: ${message} [${rule}]`
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

/** The plan from what stands on the server to the document; what could not be compared is said on stderr. */
export async function planDocument(call: CommandCall, client: ApiClient, document: ConfigDocument): Promise<Plan> {
  const actual = await readActualState(client, sectionsOf(document))
  const channelsWithOtherSecret = new Set<string>()
  for (const channel of document.notifications?.channels ?? []) {
    const current = actual.channels?.find(({ name }) => name.toLowerCase() === channel.name.toLowerCase())
    if (current !== undefined && (await hasOtherSecret(client, { channel, current, io: call.io })))
      channelsWithOtherSecret.add(channel.name)
  }
  const { findLockOuts, planConfiguration } = await import('#features/configuration/index.ts')
  const plan = planConfiguration(document, actual, {
    prune: call.flag('prune') === true,
    resendCredentials: call.flag('resend-credentials') === true,
    channelsWithOtherSecret,
  })
  const who = await client.get<Applicant>('/v1/me')
  const lockOuts = findLockOuts(plan, { document, actual, who })
  if (lockOuts.length > 0) throw new UsageError(lockOuts)
  for (const why of plan.unmet) call.io.note(why)
  for (const { kind, name } of plan.unlisted) call.io.note(`not in the document, left as it is: ${kind} ${name} (--prune removes it)`)
  return plan
}

function sectionsOf(document: ConfigDocument): ReadonlySet<Section> {
  return new Set(sections.filter((section) => (section === 'channels' ? document.notifications : document[section]) !== undefined))
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
export async function fillSteps({ steps }: Plan, { io, text }: Pick<CommandCall, 'io' | 'text'>): Promise<readonly Step[]> {
  const faults: string[] = []
  if (text('tokens-to') === undefined && steps.some(({ kind, action }) => kind === 'token' && action !== 'remove'))
    faults.push('--tokens-to: the plan makes tokens; name the folder that their values are written to.')
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
