import { execFileSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * `npm run --silent bench -- <name> [flags] --output json`: runs `bench/<name>.bench.ts`. A table goes to stderr; with `--output json`
 * the last line of stdout is `{"bench","commit","rows":[…]}`. A bench measures and never judges: figures belong to the commit they name.
 */
type Bench = { readonly name: string; readonly run: (argv: readonly string[]) => Promise<readonly object[]> }

const [name, ...rest] = process.argv.slice(2)
const outputAt = rest.findIndex((argument) => argument === '--output' || argument.startsWith('--output='))
const output = outputAt === -1 ? 'table' : (rest[outputAt]?.split('=')[1] ?? rest[outputAt + 1])
const flags = outputAt === -1 ? rest : rest.toSpliced(outputAt, rest[outputAt]?.includes('=') === true ? 1 : 2)
const names = globSync(join(import.meta.dirname, '*.bench.ts'))
  .map((file) => basename(file, '.bench.ts'))
  .toSorted()

if (name === undefined || !names.includes(name) || (output !== 'table' && output !== 'json')) {
  console.error(`Usage: npm run --silent bench -- <${names.join('|')}> [flags of the bench] [--output table|json]`)
  process.exit(2)
}
const { bench } = (await import(pathToFileURL(join(import.meta.dirname, `${name}.bench.ts`)).href)) as { bench: Bench }
const rows = await bench.run(flags)
printTable(rows)
if (output === 'json') process.stdout.write(`${JSON.stringify({ bench: bench.name, commit: currentCommit(), rows })}\n`)

/** With `+` when files differ from it: a figure of an uncommitted tree belongs to nobody. */
function currentCommit(): string | null {
  const root = join(import.meta.dirname, '..')
  if (!existsSync(join(root, '.git'))) return null
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  return git('rev-parse', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+')
}

function printTable(of: readonly object[]): void {
  const columns = [...new Set(of.flatMap((row) => Object.keys(row)))].filter((column) =>
    of.some((row) => typeof (row as Record<string, unknown>)[column] !== 'object'),
  )
  const lines = [columns, ...of.map((row) => columns.map((column) => cell((row as Record<string, unknown>)[column])))]
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  for (const line of lines) console.error(line.map((text, i) => text.padStart(widths[i] ?? 0)).join('  '))
}

function cell(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? value.toLocaleString('en-US') : value.toFixed(3)
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}
