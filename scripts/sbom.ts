import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What is installed in a folder, for whoever has to look for a vulnerable package in it: `node scripts/sbom.ts FOLDER` writes CycloneDX 1.6
 * (https://cyclonedx.org/docs/1.6/json/) from its lockfile, with the checksums that npm verified. Development's packages are left out, and
 * so is what is not there. The same folder gives the same text; `npm sbom` would give another serial number each time.
 */
type Locked = {
  readonly version: string
  readonly integrity?: string
  readonly license?: string
  readonly dev?: boolean
  readonly devOptional?: boolean
}

const folder = process.argv[2]
if (folder === undefined) throw new Error('Say which folder: node scripts/sbom.ts FOLDER')
const { name, version, packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
  readonly name: string
  readonly version: string
  readonly packages: Readonly<Record<string, Locked>>
}

const installed = Object.entries(packages).filter(
  ([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true && existsSync(join(folder, path)),
)
// The same version may be installed in two places; it is one component.
const components = new Map(installed.map(([path, locked]) => [purl(nameOf(path), locked.version), componentOf(nameOf(path), locked)]))
const document = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: {
    component: { type: 'application', 'bom-ref': purl(name, version), name, version, licenses: [{ license: { id: 'Apache-2.0' } }] },
  },
  components: [...components].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, component]) => component),
}
process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)

function componentOf(packageName: string, { version: installedVersion, integrity, license }: Locked): object {
  const [algorithm, digest] = integrity?.split('-') ?? []
  return {
    type: 'library',
    'bom-ref': purl(packageName, installedVersion),
    name: packageName,
    version: installedVersion,
    purl: purl(packageName, installedVersion),
    ...(algorithm === 'sha512' &&
      digest !== undefined && { hashes: [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }] }),
    ...(license !== undefined && { licenses: [/ (OR|AND) /.test(license) ? { expression: license } : { license: { name: license } }] }),
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

/** https://github.com/package-url/purl-spec: the scope's @ is escaped. */
function purl(packageName: string, packageVersion: string): string {
  return `pkg:npm/${packageName.replace('@', '%40')}@${packageVersion}`
}
