import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { plantedTargets, plantedViolations } from './support/planted-violations.ts'

/**
 * Dependencies point one way. dependency-cruiser reads nothing, and reports success, when it finds no parser for the installed
 * TypeScript; so the number of modules it saw is compared with the files that exist, and every rule must catch a planted violation.
 */
type Violation = { readonly rule: { readonly name: string }; readonly from: string; readonly to: string }
type Cruise = { readonly modules: readonly { readonly source: string }[]; readonly summary: { readonly violations: readonly Violation[] } }

const root = resolve(import.meta.dirname, '..')
const tool = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
const problems = [...(await checkTree()), ...(await checkRules())]
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1

async function checkTree(): Promise<string[]> {
  const { modules, summary } = await cruise(root)
  const seen = new Set(modules.map(({ source }) => source))
  const unseen = globSync('src/**/*.ts', { cwd: root }).filter((file) => !seen.has(file))
  return [
    ...summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    ...(unseen.length === 0
      ? []
      : [`${unseen.length} files were not cruised, so nothing is known of them: ${unseen.slice(0, 5).join(', ')} …`]),
  ]
}

async function checkRules(): Promise<string[]> {
  const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: readonly { readonly name: string }[] }
  const unproved = forbidden.filter(({ name }) => !plantedViolations.some(({ rule }) => rule === name))
  const folder = mkdtempSync(join(tmpdir(), 'reeve-direction-'))
  try {
    plant(folder)
    const { summary } = await cruise(folder)
    const missed = plantedViolations.filter(
      ({ rule, from }) => !summary.violations.some((found) => found.rule.name === rule && found.from === from),
    )
    return [
      ...unproved.map(({ name }) => `rule ${name} has no planted violation in scripts/support/planted-violations.ts`),
      ...missed.map(({ rule, from, imports }) => `rule ${rule} did not catch ${from} importing ${imports}`),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function plant(folder: string): void {
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) cpSync(join(root, file), join(folder, file))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const files = { ...plantedTargets, ...Object.fromEntries(plantedViolations.map(({ from, imports }) => [from, `import '${imports}'\n`])) }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

async function cruise(folder: string): Promise<Cruise> {
  const args = [tool, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json']
  const run = promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 256 * 1024 * 1024 })
  // Violations make it exit with their number; the report on stdout is what counts.
  const { stdout } = await run.catch((error: { stdout?: string; stderr?: string }) => {
    if (!error.stdout?.startsWith('{')) throw new Error(`dependency-cruiser failed: ${error.stderr ?? ''}`)
    return { stdout: error.stdout }
  })
  return JSON.parse(stdout) as Cruise
}
