import { globSync } from 'node:fs'
import { runSteps, type StepResult } from './support/run-steps.ts'

/**
 * Writes every generated file. Registries come first, because the others load what they list, and the console's types last, because they are
 * read from the API document. `--check` only compares.
 */
const flags = process.argv.includes('--check') ? ['--check'] : []
const registries = 'scripts/gen-registries.ts'
const consoleTypes = 'scripts/gen-console-types.ts'
const others = globSync('scripts/gen-*.ts')
  .filter((script) => script !== registries && script !== consoleTypes)
  .toSorted()

const results = [...(await run([registries])), ...(await run(others)), ...(await run([consoleTypes]))]
process.exitCode = results.every(({ code }) => code === 0) ? 0 : 1

function run(scripts: readonly string[]): Promise<StepResult[]> {
  return runSteps(
    scripts.map((script) => ({ name: script, command: [script, ...flags] as const })),
    ({ name, code, output }) => console.error(`${code === 0 ? '✓' : '✗'} ${name}${output === '' ? '' : `\n${output.trimEnd()}`}`),
  )
}
