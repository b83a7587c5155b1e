import { collectCheckpointLines } from '../collect-checkpoints.ts'
import { defineCommand, type ExitCode, UsageError } from '../define-command.ts'

type Finding = 'rewritten' | 'truncated' | 'tampered' | 'checkpoints_incomplete'
type Verdict = {
  readonly isIntact: boolean
  readonly findings: readonly Finding[]
  readonly sealed: number
  readonly pruned: number
  readonly checkpoints: number
  readonly vouchedTo: number
  readonly faults: readonly { readonly kind: string; readonly detail: string }[]
  readonly unreadableLines: readonly number[]
  readonly unreadableObjects: readonly string[]
}

const exitCodes: Readonly<Record<Finding, ExitCode>> = { tampered: 3, checkpoints_incomplete: 4, truncated: 5, rewritten: 6 }
/** The server takes a megabyte; two requests share a checkpoint, so that no gap hides between them. */
const perRequest = 3_000

export const auditVerifyCommand = defineCommand({
  name: 'audit verify',
  summary: 'Check the audit trail against signed checkpoints that were kept outside the database',
  details: [
    'Checkpoints come from one place:',
    '  (none)                     the server’s own file',
    '  --sink NAME                the bucket of an S3 sink, read by the server',
    '  --checkpoints FILE         a copy that somebody kept',
    '  --directory DIR            every file in a folder, such as the logs of a syslog server, .gz too',
    '  --url URL                  what a collector exports, one JSON value per line',
    'Exit codes: 0 intact; 3 events were changed, removed, added or not sealed; 4 checkpoints are missing, not genuine or unreadable;',
    '5 the end of the trail was cut off; 6 the trail was written anew. The gravest counts: 6, 5, 3, 4.',
  ].join('\n'),
  options: {
    checkpoints: { type: 'string', value: 'FILE', summary: 'A file of checkpoints' },
    directory: { type: 'string', value: 'DIR', summary: 'A folder of files in which checkpoints stand among other lines' },
    url: { type: 'string', value: 'URL', summary: 'An address that answers with checkpoints; asked from this machine' },
    sink: { type: 'string', value: 'SINK', summary: 'An S3 sink' },
  },
  run: async ({ api, text, signal, io }) => {
    const given = ['checkpoints', 'directory', 'url', 'sink'].filter((name) => text(name) !== undefined)
    if (given.length > 1) throw new UsageError([`--${given.join(' and --')}: give one place.`])
    const sink = text('sink')
    const place = { file: text('checkpoints'), directory: text('directory'), url: text('url') }
    const client = await api()
    const ask = (body: object): Promise<Verdict> => client.post<Verdict>('/v1/audit/verify', body)
    if (given.length === 0 || sink !== undefined) return rendered(await ask(sink === undefined ? {} : { sink }))
    const { checkpoints, badLines } = await collectCheckpointLines(place, signal)
    for (const line of badLines.slice(0, 20)) io.note(`${line} is no checkpoint.`)
    if (checkpoints.length === 0) io.note('There is no checkpoint in this place: nothing outside vouches for the trail.')
    const verdicts: Verdict[] = []
    for (let at = 0; at === 0 || at + 1 < checkpoints.length; at += perRequest - 1)
      verdicts.push(await ask({ checkpoints: checkpoints.slice(at, at + perRequest) }))
    const isIncomplete = badLines.length > 0 || checkpoints.length === 0
    return rendered({ ...joined(verdicts), checkpoints: checkpoints.length }, isIncomplete)
  },
})

function rendered(verdict: Verdict, isIncomplete = false): { readonly kind: 'item'; readonly item: object; readonly exitCode: ExitCode } {
  const gravest = verdict.findings[0]
  const isReadable = !isIncomplete && verdict.unreadableLines.length === 0 && verdict.unreadableObjects.length === 0
  return { kind: 'item', item: verdict, exitCode: gravest === undefined ? (isReadable ? 0 : 4) : exitCodes[gravest] }
}

/** One verdict over all parts of a long collection. */
function joined(verdicts: readonly Verdict[]): Verdict {
  const [first, ...rest] = verdicts
  if (first === undefined) throw new Error('Nothing was asked.')
  const faults = new Map(verdicts.flatMap((verdict) => verdict.faults).map((fault) => [`${fault.kind} ${fault.detail}`, fault]))
  const order = Object.keys({ rewritten: 0, truncated: 0, tampered: 0, checkpoints_incomplete: 0 }) as Finding[]
  return {
    ...first,
    isIntact: verdicts.every(({ isIntact }) => isIntact),
    findings: order.filter((finding) => verdicts.some(({ findings }) => findings.includes(finding))),
    vouchedTo: rest.reduce((newest, { vouchedTo }) => Math.max(newest, vouchedTo), first.vouchedTo),
    faults: [...faults.values()],
  }
}
