import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { cryptoErrors } from './errors.ts'
import { generateMasterKey, parseMasterKeys, type SealingKey } from './sealing-key.ts'

export type KeySource =
  /** From the environment or a secret store: one or more keys, the current one first. Reeve cannot change them. */
  | { readonly kind: 'given'; readonly text: string }
  /** A file that Reeve keeps, mode 0600, in a directory outside of the data directory and of every backup. */
  | { readonly kind: 'directory'; readonly directory: string }

/** The keys at hand. Earlier ones are kept, because older backups are sealed with them. */
export type KeyRing = {
  /** Who keeps the keys: the operator, or Reeve in its key directory. */
  readonly keptBy: 'operator' | 'reeve'
  current(): SealingKey
  /** Looks again at the file for a key it does not know: another process may have rotated. */
  find(id: string): SealingKey | undefined
  /** Adds a new current key. Only for keys that Reeve keeps itself; answers false for given ones. */
  addKey(): boolean
}

const KEY_FILE = 'master.key'

/** Opens the ring. The first start of a directory generates its key; two processes that do so at once agree on one. */
export function openKeyRing(source: KeySource): KeyRing {
  if (source.kind === 'given') {
    const keys = parseMasterKeys(source.text)
    return { keptBy: 'operator', current: () => keys[0]!, find: (id) => keys.find((key) => key.id === id), addKey: () => false }
  }
  const file = path.join(source.directory, KEY_FILE)
  ensureKeyFile(source.directory, file)
  let keys = readKeyFile(file)
  const find = (id: string) => keys.find((key) => key.id === id)
  return {
    keptBy: 'reeve',
    current: () => keys[0]!,
    find: (id) => {
      if (find(id) === undefined) keys = readKeyFile(file)
      return find(id)
    },
    addKey: () => {
      replaceFile(file, `${generateMasterKey()}\n${readFileSync(file, 'utf8')}`)
      keys = readKeyFile(file)
      return true
    },
  }
}

function ensureKeyFile(directory: string, file: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    const draft = writeDraft(file, `${generateMasterKey()}\n`)
    try {
      // A link, not a rename: it fails when the file is there, so that a key in use is never replaced.
      linkSync(draft, file)
      syncDirectory(directory)
    } finally {
      rmSync(draft, { force: true })
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return
    throw cryptoErrors.master_key_file_unusable(
      `${file} could not be created (${(cause as NodeJS.ErrnoException).code}). Set REEVE_KEY_DIR to a directory that Reeve may write, or give the key in REEVE_MASTER_KEY.`,
      { cause },
    )
  }
}

function readKeyFile(file: string): SealingKey[] {
  let text: string
  let mode: number
  try {
    mode = statSync(file).mode
    text = readFileSync(file, 'utf8')
  } catch (cause) {
    throw cryptoErrors.master_key_file_unusable(
      `${file} could not be read (${(cause as NodeJS.ErrnoException).code}). It must belong to the user that Reeve runs as.`,
      { cause },
    )
  }
  if ((mode & 0o077) !== 0) {
    throw cryptoErrors.master_key_file_unusable(
      `${file} has mode ${(mode & 0o777).toString(8)}: others on this machine can read it. Run "chmod 600 ${file}", and rotate the key if anybody may have.`,
    )
  }
  return parseMasterKeys(text)
}

function replaceFile(file: string, text: string): void {
  renameSync(writeDraft(file, text), file)
  syncDirectory(path.dirname(file))
}

/** On disk before anything is sealed with it: a key lost to a power cut takes its secrets along. */
function writeDraft(file: string, text: string): string {
  const draft = `${file}.${randomUUID()}`
  const handle = openSync(draft, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  chmodSync(draft, 0o600)
  return draft
}

function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
