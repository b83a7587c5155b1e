import { listGuardrails, readParams, renderGuardrail } from '#features/guardrails/index.ts'
import { defineCommand, UsageError } from '../define-command.ts'

export const policyGenerateCommand = defineCommand({
  name: 'policy generate',
  summary: 'Write a guardrail policy, proved by its probes; needs neither server nor database',
  details: `Guardrails: ${listGuardrails()
    .map(({ id }) => id)
    .join(', ')}\nExample: reeve policy generate deny-regions --param allowedRegions=eu-central-1,eu-west-1 > deny-regions.json`,
  arguments: [{ name: 'guardrail', summary: 'which guardrail' }],
  options: {
    param: { type: 'string', multiple: true, value: 'KEY=VALUE', summary: 'A parameter; a list is separated by commas or given as JSON' },
    as: { type: 'string', choices: ['scp', 'identity'], summary: 'Render it for an organization or for single principals' },
    companion: { type: 'boolean', summary: 'Write the companion resource policy instead' },
  },
  run: async ({ must, text, texts, flag, io }) => {
    const id = must('guardrail')
    const { params, faults } = readParams(id, texts('param'))
    if (faults.length > 0) throw new UsageError(faults)
    const result = renderGuardrail(id, { params, form: text('as') })
    if (result.kind === 'unknown_guardrail') throw new UsageError([`There is no guardrail "${id}". Known: ${result.known.join(', ')}.`])
    if (result.kind === 'invalid') throw new UsageError(result.faults.map(({ field, message }) => `--param ${field}: ${message}`))
    if (flag('companion') === true && result.companion === undefined)
      throw new UsageError([`${id} has no companion resource policy with these parameters.`])

    for (const note of result.notes) io.note(note)
    for (const { name, must: what, holds } of result.probes)
      io.note(`${holds ? '✓' : '✗'} ${what === 'be_denied' ? 'denied' : 'allowed'}: ${name}`)
    const document = flag('companion') === true ? result.companion : result.document
    // The document is the data, whatever the form of other commands' output: it goes straight into a file or to AWS.
    return { kind: 'text', text: `${JSON.stringify(document, null, 2)}\n`, exitCode: result.probes.every(({ holds }) => holds) ? 0 : 3 }
  },
})
