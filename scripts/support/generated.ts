import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type Generated = {
  readonly file: string
  readonly text: string
  /** Nothing to write yet and nothing written before. */
  readonly skip?: boolean
}

/** Writes generated files, or with `--check` only compares them and fails by name, so that a stale one cannot be committed. */
export function finish(generated: readonly Generated[]): void {
  const isCheck = process.argv.includes('--check')
  for (const { file, text, skip } of generated) {
    if (skip === true) continue
    const current = existsSync(file) ? readFileSync(file, 'utf8') : undefined
    if (current === text) continue
    if (isCheck) {
      console.error(`${file} is ${current === undefined ? 'missing' : 'stale'}: run npm run gen`)
      process.exitCode = 1
      continue
    }
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    console.error(`wrote ${file}`)
  }
}
