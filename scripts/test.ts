import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/**
 * `npm test`: the static check, then every test. `--faults`: the long runs that kill, throttle and fill disks. With paths, only the
 * tests below them, without the check.
 */
const minuteMs = 60_000
const isFaults = process.argv.includes('--faults')
const paths = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'])
  .filter((file) => file.endsWith('.faults.test.ts') === isFaults)
  .filter((file) => paths.length === 0 || paths.some((path) => file.startsWith(path.replace(/^\.\//, ''))))
  .toSorted()
if (files.length === 0) {
  console.error(`no ${isFaults ? '*.faults.test.ts' : '*.test.ts'} ${paths.length === 0 ? 'found' : `below ${paths.join(', ')}`}`)
  process.exit(1)
}

const codes: number[] = []
if (!isFaults && paths.length === 0) codes.push(await run(['scripts/check.ts']))
codes.push(
  await run([
    '--import',
    new URL('../test/support/seed.ts', import.meta.url).href,
    '--test',
    // Files wait for the database more than they compute; fault runs measure what a loaded machine would hide.
    `--test-concurrency=${isFaults ? 1 : availableParallelism() + 1}`,
    `--test-timeout=${(isFaults ? 30 : 10) * minuteMs}`,
    '--test-reporter=spec',
    ...files,
  ]),
)
process.exitCode = codes.every((code) => code === 0) ? 0 : 1

function run(args: readonly string[]): Promise<number> {
  const env = isFaults ? { ...process.env, REEVE_FAULTS: '1' } : process.env
  const child = spawn(process.execPath, args, { stdio: 'inherit', env })
  return new Promise((resolve) => child.once('close', (code) => resolve(code ?? 1)))
}
