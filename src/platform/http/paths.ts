import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How the CLI on this machine finds a running server and proves that it may read its data directory. */
export type ServerFile = {
  /** `http://127.0.0.1:7338`, `https://…` or `unix:/path`. */
  readonly url: string
  readonly token: string
  readonly pid: number
  readonly startedAt: string
}

/** Owner-only folder for what exists while a process runs: the server file and the in-process socket. */
export function runDirectory(dataDir: string): string {
  return join(dataDir, 'run')
}

export function serverFilePath(dataDir: string): string {
  return join(runDirectory(dataDir), 'server.json')
}

export function cliSocketPath(dataDir: string, pid: number): string {
  return join(runDirectory(dataDir), `cli-${pid}.sock`)
}

/** Only the folder itself is private: the data directory above it must let the database's own user pass. */
export function ensureRunDirectory(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  mkdirSync(runDirectory(dataDir), { recursive: true, mode: 0o700 })
  chmodSync(runDirectory(dataDir), 0o700)
}

/** Appears whole or not at all, readable by its owner only. */
export function writeServerFile(dataDir: string, file: ServerFile): void {
  ensureRunDirectory(dataDir)
  const path = serverFilePath(dataDir)
  const fresh = `${path}.${file.pid}`
  writeFileSync(fresh, `${JSON.stringify(file)}\n`, { mode: 0o600 })
  renameSync(fresh, path)
}

/** Removes the file only while it is still this process's own: a successor may have written its own already. */
export function removeServerFile(dataDir: string, pid: number): void {
  if (findServerFile(dataDir)?.pid === pid) rmSync(serverFilePath(dataDir), { force: true })
}

/** Undefined when nothing runs here, or when what is there is not readable as a server file. */
export function findServerFile(dataDir: string): ServerFile | undefined {
  try {
    const parsed = JSON.parse(readFileSync(serverFilePath(dataDir), 'utf8')) as Partial<ServerFile>
    if (typeof parsed.url !== 'string' || typeof parsed.token !== 'string' || typeof parsed.pid !== 'number') return undefined
    return { url: parsed.url, token: parsed.token, pid: parsed.pid, startedAt: String(parsed.startedAt) }
  } catch {
    return undefined
  }
}
