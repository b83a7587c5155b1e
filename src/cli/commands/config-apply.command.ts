import { applyStep } from '../apply-step.ts'
import { fileArgument, fillSteps, loadDocument, planDocument, planOptions, planRows } from '../configuration.ts'
import { defineCommand } from '../define-command.ts'

export const configApplyCommand = defineCommand({
  name: 'config apply',
  summary: 'Bring the site in line with a document',
  details:
    'Exit 0: done, or nothing to do; 1: a step failed; 2: the document or a secret is at fault, and nothing was done; 3: with --dry-run, there is something to do.\nSteps are taken one by one through the API; the first that fails ends the run, and running again goes on from there.',
  arguments: [fileArgument],
  options: {
    ...planOptions,
    'tokens-to': {
      type: 'string',
      value: 'DIR',
      summary: 'Folder that the values of new tokens are written to, each in a file of mode 0600',
    },
    'dry-run': { type: 'boolean', summary: 'Only show what would change; exit 3 when anything' },
  },
  run: async (call) => {
    const document = await loadDocument(call)
    const client = await call.api()
    const plan = await planDocument(call, client, document)
    const columns = ['action', 'kind', 'name', 'field', 'before', 'after']
    if (call.flag('dry-run') === true) return { kind: 'rows', rows: planRows(plan), columns, exitCode: plan.steps.length > 0 ? 3 : 0 }
    const steps = await fillSteps(plan, call)
    for (const [index, step] of steps.entries()) {
      call.signal.throwIfAborted()
      try {
        await applyStep(client, step, { tokensTo: call.text('tokens-to') })
      } catch (error) {
        call.io.note(`${step.action} ${step.kind} ${step.name} failed; ${index} of ${steps.length} steps were taken before it.`)
        throw error
      }
      call.io.note(`done: ${step.action} ${step.kind} ${step.name}`)
    }
    return { kind: 'rows', rows: planRows(plan), columns }
  },
})
