import { fileArgument, loadDocument, planDocument, planOptions, planRows } from '../configuration.ts'
import { defineCommand } from '../define-command.ts'

export const configPlanCommand = defineCommand({
  name: 'config plan',
  summary: 'Show what applying a document would change; exit 3 when anything',
  details: 'A section that the document does not have is not looked at.',
  arguments: [fileArgument],
  options: planOptions,
  run: async (call) => {
    const document = await loadDocument(call)
    const plan = await planDocument(call, await call.api(), document)
    if (plan.steps.length === 0) call.io.note('Nothing to do.')
    return {
      kind: 'rows',
      rows: planRows(plan),
      columns: ['action', 'kind', 'name', 'field', 'before', 'after'],
      exitCode: plan.steps.length > 0 ? 3 : 0,
    }
  },
})
