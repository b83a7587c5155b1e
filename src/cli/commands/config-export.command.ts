import { readActualState, sections } from '../read-actual-state.ts'
import { defineCommand } from '../define-command.ts'

export const configExportCommand = defineCommand({
  name: 'config export',
  summary: 'Write the site as a YAML document; secrets only as references',
  details: 'Example: reeve config export > reeve.yaml\nThe document plans to nothing. docs/config.schema.json describes it for editors.',
  run: async ({ api, io }) => {
    const actual = await readActualState(await api(), new Set(sections))
    const { exportDocument } = await import('#features/configuration/index.ts')
    io.note('Secrets are not exported: set the variables that stand in their place, or name others.')
    return { kind: 'text', text: exportDocument(actual) }
  },
})
