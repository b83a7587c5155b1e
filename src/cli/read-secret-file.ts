import { readFile } from 'node:fs/promises'
import { UsageError } from './define-command.ts'

/** A secret from a file, so that it stands in no shell history and no process listing; the line end does not count. */
export async function readSecretFile(flag: string, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined
  try {
    const text = (await readFile(path, 'utf8')).replace(/\r?\n$/, '')
    if (text === '') throw new UsageError([`--${flag} ${path}: the file is empty.`])
    return text
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError([`--${flag} ${path}: the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`])
  }
}
