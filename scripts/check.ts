import { existsSync, globSync } from 'node:fs'
import { runSteps, type Step } from './support/run-steps.ts'

/** Everything that can be known without running Reeve. All failures are reported, not only the first. */
const generators = globSync('scripts/gen-*.ts').toSorted()
const code = ['src', 'scripts', 'bench', 'test', 'console'].filter((folder) => existsSync(folder))
const steps: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the console', command: ['tsc', '-p', 'console/tsconfig.json'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings', ...code] },
  { name: 'unused code', command: ['knip'] },
  { name: 'direction', command: ['scripts/check-direction.ts'] },
  { name: 'format', command: ['oxfmt', '--check', ...code] },
  { name: 'console', command: ['vitest', 'run', '--config', 'console/vitest.config.ts'] },
  { name: 'meta', command: ['scripts/check-meta.ts'] },
  ...generators.map((script): Step => ({
    name: `generated: ${script.slice('scripts/gen-'.length, -'.ts'.length)}`,
    command: [script, '--check'],
  })),
]

const startedAt = performance.now()
const results = await runSteps(steps, ({ name, code: exit, seconds }) =>
  console.log(`${exit === 0 ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)`),
)
const failed = results.filter(({ code: exit }) => exit !== 0)
for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trimEnd()}`)
console.log(
  `\ncheck: ${failed.length === 0 ? 'all' : `${results.length - failed.length} of`} ${results.length} passed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
)
process.exitCode = failed.length === 0 ? 0 : 1
