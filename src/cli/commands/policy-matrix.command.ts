import { readFileSync } from 'node:fs'
import { defineCommand, UsageError } from '../define-command.ts'
import { organizationArgument } from '../organization-options.ts'

type Matrix = { readonly cells: readonly object[] }

export const policyMatrixCommand = defineCommand({
  name: 'policy matrix',
  summary: 'Who reaches whom under a perimeter: each place of a principal against each place of a resource',
  arguments: [organizationArgument, { name: 'file', summary: 'the perimeter policy', fields: ['document'] }],
  options: {
    form: { type: 'string', choices: ['scp', 'identity'], summary: 'How it is attached; scp when absent' },
    level: { type: 'string', choices: ['account', 'ou', 'organization'], summary: 'What a place is; ou when absent' },
    action: { type: 'string', value: 'ACTION', summary: 'The action tried; s3:PutObject when absent' },
    resource: { type: 'string', value: 'ARN', summary: 'The resource tried', fields: ['resourceArn'] },
  },
  run: async ({ api, must, text, output }) => {
    const body = {
      document: readDocument(must('file')),
      form: text('form'),
      level: text('level'),
      action: text('action'),
      resourceArn: text('resource'),
    }
    const matrix = await (await api()).post<Matrix>(`/v1/organizations/${encodeURIComponent(must('org'))}/perimeter-matrix`, body)
    if (output === 'json') return { kind: 'item', item: matrix }
    return { kind: 'rows', rows: matrix.cells, columns: ['principal', 'resource', 'decision', 'hingesOn'] }
  },
})

function readDocument(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError([`<file> ${file}: could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`])
  }
}
