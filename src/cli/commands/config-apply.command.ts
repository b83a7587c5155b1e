import { applyStep, fileArgument, fillSteps, loadDocument, planDocument, planOptions, planRows } from '../configuration.ts'
import { defineCommand } from '../define-command.ts'

export const configApplyCommand = defineCommand({
  name: 'config apply',
  summary: 'Bring organizations, roles and notifications in line with a document',
  details: 'Steps are taken one by one through the API; the first that fails ends the run, and running again goes on from there.',
  arguments: [fileArgument],
  options: { ...planOptions, 'dry-run': { type: 'boolean', summary: 'Only show what would change; exit 3 when anything' } },
  run: async (call) => {
    const document = await loadDocument(call)
    const client = await call.api()
    const plan = await planDocument(call, client, document)
    const columns = ['action', 'kind', 'name', 'field', 'before', 'after']
    if (call.flag('dry-run') === true) return { kind: 'rows', rows: planRows(plan), columns, exitCode: plan.steps.length > 0 ? 3 : 0 }
    const steps = await fillSteps(plan, call.io)
    for (const [index, step] of steps.entries()) {
      call.signal.throwIfAborted()
      try {
        await applyStep(client, step)
      } catch (error) {
        call.io.note(`${step.action} ${step.kind} ${step.name} failed; ${index} of ${steps.length} steps were taken before it.`)
        throw error
      }
      call.io.note(`done: ${step.action} ${step.kind} ${step.name}`)
    }
    return { kind: 'rows', rows: planRows(plan), columns }
  },
})
