import { createHash } from 'node:crypto'
import { existsSync, globSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'
import { initialScriptBytes } from './support/initial-script.ts'

/**
 * Builds console/dist. `--if-stale` does nothing when the built console matches its source. The build happens aside and is swapped in,
 * so that a server never hands out half of one, and two builds at once do no harm.
 */
const root = join(import.meta.dirname, '../console')
const dist = join(root, 'dist')
const initialScriptBytesMax = 350 * 1024

const stamp = stampOf()
const isFresh = existsSync(join(dist, 'stamp')) && readFileSync(join(dist, 'stamp'), 'utf8') === stamp
if (!(isFresh && process.argv.includes('--if-stale'))) await buildAside()

async function buildAside(): Promise<void> {
  const aside = join(root, `dist.${process.pid}.tmp`)
  const old = join(root, `dist.${process.pid}.old.tmp`)
  try {
    await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'error', build: { outDir: aside, emptyOutDir: true } })
    const initial = initialScriptBytes(aside)
    if (initial > initialScriptBytesMax)
      throw new Error(`The first page loads ${kilobytes(initial)} of script (gzip); the budget is ${kilobytes(initialScriptBytesMax)}.`)
    compress(aside)
    writeFileSync(join(aside, 'stamp'), stamp)
    swapIn(aside, old)
    console.error(
      `console built: ${kilobytes(initial)} of script (gzip) for the first page, ${readdirSync(join(dist, 'assets')).length} files`,
    )
  } finally {
    for (const leftover of [aside, old]) rmSync(leftover, { recursive: true, force: true })
  }
}

/** Where another build of the same source was quicker, its result is as good as ours. */
function swapIn(aside: string, old: string): void {
  try {
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(aside, dist)
  } catch (error) {
    if (!existsSync(join(dist, 'index.html'))) throw error
  }
}

/** What the built files depend on: the console's source and the exact versions it is built with. */
function stampOf(): string {
  const hash = createHash('sha256')
  const files = [...globSync('{src,public}/**/*', { cwd: root }), 'index.html', 'vite.config.ts', '../package-lock.json']
  for (const file of files.toSorted()) {
    const path = join(root, file)
    if (statSync(path).isDirectory() || /[.]test[.]tsx?$/.test(file)) continue
    hash.update(`${file}\0`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

function compress(folder: string): void {
  for (const name of readdirSync(join(folder, 'assets'))) {
    if (!/[.](js|css|svg)$/.test(name)) continue
    const path = join(folder, 'assets', name)
    const bytes = readFileSync(path)
    // The highest quality takes ten times as long for three hundredths of the size.
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }))
    writeFileSync(`${path}.gz`, gzipSync(bytes))
  }
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KB`
}
