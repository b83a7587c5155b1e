import { defineCommand, UsageError } from '../define-command.ts'

type Rendered = {
  readonly document: object
  readonly companion?: object
  readonly notes: readonly string[]
  readonly probes: readonly { readonly name: string; readonly holds: boolean }[]
}
type Library = {
  readonly items: readonly { readonly id: string; readonly title: string; readonly forms: readonly string[]; readonly example: unknown }[]
}

export const policyGenerateCommand = defineCommand({
  name: 'policy generate',
  summary: 'Render a guardrail of the library with parameters and prove its probes; without a name, list the library',
  details:
    'The document goes to stdout, notes to stderr. Values are JSON where they read as JSON: --param regions=\'["eu-west-1"]\'. Exit 3 when a probe does not hold.',
  arguments: [{ name: 'guardrail', summary: 'id of the guardrail', isOptional: true }],
  options: {
    param: { type: 'string', multiple: true, value: 'NAME=VALUE', summary: 'A parameter', fields: ['params'] },
    form: { type: 'string', choices: ['scp', 'identity'], summary: 'What to render it as' },
  },
  run: async ({ api, text, texts, io, output }) => {
    const client = await api()
    const guardrail = text('guardrail')
    if (guardrail === undefined) {
      const { items } = await client.get<Library>('/v1/guardrails')
      return { kind: 'rows', rows: items, columns: ['id', 'title', 'forms', 'example'] }
    }
    const body = { form: text('form'), params: readParams(texts('param')) }
    const rendered = await client.post<Rendered>(`/v1/guardrails/${encodeURIComponent(guardrail)}/render`, body)
    for (const note of rendered.notes) io.note(note)
    const failing = rendered.probes.filter(({ holds }) => !holds)
    for (const { name } of failing) io.note(`probe does not hold: ${name}`)
    const exitCode = failing.length > 0 ? 3 : 0
    if (output !== 'table') return { kind: 'item', item: rendered, exitCode }
    if (rendered.companion !== undefined) io.note('It has a companion resource policy: --output json shows it.')
    return { kind: 'text', text: JSON.stringify(rendered.document, null, 2), exitCode }
  },
})

function readParams(pairs: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new UsageError([`--param ${pair}: write NAME=VALUE.`])
      return [pair.slice(0, at), readValue(pair.slice(at + 1))]
    }),
  )
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
