import { createReadStream } from 'node:fs'
import { defineCommand, UsageError } from '../define-command.ts'

/** Replies are collected to blocks of this size before they are written: a write per line would be most of the work. */
const blockChars = 65_536

export const policyEvaluateCommand = defineCommand({
  name: 'policy evaluate',
  summary: 'Decide requests: JSON lines in, JSON lines out in the same order; needs neither server nor database',
  details: 'Exit 0 whatever the decisions, 4 when a line was bad. The lines are described in docs/policy-engine.md.',
  options: {
    input: { type: 'string', value: 'FILE', summary: 'File of requests; - or nothing reads stdin' },
    explain: { type: 'boolean', summary: 'Add an explanation to every reply' },
  },
  run: async ({ text, flag, io }) => {
    const { evaluateLines, splitLines } = await import('#iam/jsonl/index.ts')
    const replies = evaluateLines(splitLines(bytesOf(text('input'), io.stdin)), { explain: flag('explain') === true })
    let block = ''
    for (;;) {
      const { done, value } = await replies.next()
      if (done === true) {
        if (block !== '') await io.out(block)
        return { kind: 'nothing', exitCode: value.exitCode }
      }
      block += `${value}\n`
      if (block.length < blockChars) continue
      await io.out(block)
      block = ''
    }
  },
})

async function* bytesOf(file: string | undefined, stdin: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  const source = file === undefined || file === '-' ? stdin : createReadStream(file, { highWaterMark: 262_144 })
  try {
    for await (const chunk of source) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer)
  } catch (error) {
    throw new UsageError([`--input ${file}: could not be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`])
  }
}
