import { readFileSync } from 'node:fs'
import type { PolicyType } from '#iam/index.ts'
import { defineCommand, UsageError } from '../define-command.ts'

const types: readonly PolicyType[] = ['scp', 'rcp', 'identity', 'resource', 'trust', 'boundary', 'session', 'vpcEndpoint']

export const policyLintCommand = defineCommand({
  name: 'policy lint',
  summary: 'Check a policy document; exit 3 on errors, 0 on warnings only; needs neither server nor database',
  arguments: [{ name: 'file', summary: 'the document, or - for stdin' }],
  options: { type: { type: 'string', choices: types, required: true, summary: 'What kind of policy it is' } },
  ownFormats: ['sarif'],
  run: async ({ must, text, output, io }) => {
    const [{ lintDocument, renderDiagnostics }, { loadIamIndex }] = await Promise.all([
      import('#iam/lint/index.ts'),
      import('../load-iam-index.ts'),
    ])
    const file = must('file')
    const { diagnostics, exitCode } = lintDocument(await read(file, io.stdin), must('type') as PolicyType, {
      index: loadIamIndex(),
      name: file,
    })
    if (text('output') === 'sarif') return { kind: 'text', text: renderDiagnostics(diagnostics, 'sarif', file), exitCode }
    if (output === 'table') return { kind: 'text', text: renderDiagnostics(diagnostics, 'table', file), exitCode }
    return { kind: 'rows', rows: diagnostics, columns: ['severity', 'rule', 'line', 'column', 'pointer', 'message'], exitCode }
  },
})

async function read(file: string, stdin: AsyncIterable<Buffer | string>): Promise<Uint8Array> {
  if (file === '-') {
    const chunks: Buffer[] = []
    for await (const chunk of stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  }
  try {
    return readFileSync(file)
  } catch (error) {
    throw new UsageError([`<file> ${file}: could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`])
  }
}
