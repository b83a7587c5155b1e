import { defineCommand } from '../define-command.ts'

export const configSchemaCommand = defineCommand({
  name: 'config schema',
  summary: 'Print the JSON Schema of the document, for editors and pipelines; asks no server',
  run: async () => {
    const { printSchema } = await import('#features/configuration/index.ts')
    return { kind: 'text', text: printSchema() }
  },
})
