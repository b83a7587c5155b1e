import { listGuardrails, readParams, renderGuardrail } from '#features/guardrails/index.ts'
import { defineCommand, UsageError } from '../define-command.ts'

export const policyGenerateCommand = defineCommand({
  name: 'policy generate',
  summary: 'Render a guardrail of the library and prove its probes; needs neither server nor database. Without a name, list the library',
  details:
    'The document goes to stdout, notes and probes to stderr. Exit 3 when a probe does not hold.\nExample: reeve policy generate deny-regions --param allowedRegions=eu-central-1,eu-west-1 > deny-regions.json',
  arguments: [{ name: 'guardrail', summary: 'id of the guardrail', isOptional: true }],
  options: {
    param: { type: 'string', multiple: true, value: 'KEY=VALUE', summary: 'A parameter; a list is separated by commas or given as JSON' },
    as: { type: 'string', choices: ['scp', 'identity'], summary: 'Render it for an organization or for single principals' },
    companion: { type: 'boolean', summary: 'Write the companion resource policy instead' },
  },
  run: async ({ text, texts, flag, io, output }) => {
    const id = text('guardrail')
    if (id === undefined) {
      const rows = listGuardrails().map((guardrail) => ({
        id: guardrail.id,
        title: guardrail.title,
        forms: guardrail.forms,
        example: guardrail.example,
      }))
      return { kind: 'rows', rows, columns: ['id', 'title', 'forms', 'example'] }
    }
    const { params, faults } = readParams(id, texts('param'))
    if (faults.length > 0) throw new UsageError(faults)
    const result = renderGuardrail(id, { params, form: text('as') })
    if (result.kind === 'unknown_guardrail') throw new UsageError([`There is no guardrail "${id}". Known: ${result.known.join(', ')}.`])
    if (result.kind === 'invalid') throw new UsageError(result.faults.map(({ field, message }) => `--param ${field}: ${message}`))
    if (flag('companion') === true && result.companion === undefined)
      throw new UsageError([`${id} has no companion resource policy with these parameters.`])

    const exitCode = result.probes.every(({ holds }) => holds) ? 0 : 3
    if (output === 'json') return { kind: 'item', item: result, exitCode }
    for (const note of result.notes) io.note(note)
    for (const { name, must, holds } of result.probes)
      io.note(`${holds ? '✓' : '✗'} ${must === 'be_denied' ? 'denied' : 'allowed'}: ${name}`)
    // The document is the data: it goes straight into a file or to AWS.
    const document = flag('companion') === true ? result.companion : result.document
    return { kind: 'text', text: `${JSON.stringify(document, null, 2)}\n`, exitCode }
  },
})
