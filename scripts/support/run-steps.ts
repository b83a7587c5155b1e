import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

export type Step = {
  readonly name: string
  /** Program and arguments; a `.ts` program runs under this Node. */
  readonly command: readonly [string, ...string[]]
}

export type StepResult = { readonly name: string; readonly code: number; readonly output: string; readonly seconds: number }

/** Runs steps, as many at once as there are cores, and answers every result: a failure hides no other failure. */
export async function runSteps(steps: readonly Step[], onDone: (result: StepResult) => void): Promise<StepResult[]> {
  const waiting = [...steps]
  const results: StepResult[] = []
  const lane = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step)
      results.push(result)
      onDone(result)
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), steps.length) }, lane))
  return results
}

async function runStep({ name, command: [program, ...args] }: Step): Promise<StepResult> {
  const startedAt = performance.now()
  const isScript = /[.](ts|mjs|js|cjs)$/.test(program)
  const child = spawn(isScript ? process.execPath : program, isScript ? [program, ...args] : args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const code = await new Promise<number>((resolve) => {
    child.once('error', (error) => {
      output += String(error)
      resolve(127)
    })
    child.once('close', (exit) => resolve(exit ?? 1))
  })
  return { name, code, output, seconds: (performance.now() - startedAt) / 1000 }
}
