import { existsSync, globSync, readFileSync } from 'node:fs'
import { finish } from './support/generated.ts'

/**
 * Which named tests prove which requirement. A test claims ids in brackets at the end of its title: `'… [ORG-5, ORG-17]'`. An id in
 * `docs/claimed-requirements.txt` without a test fails, so that nothing is promised that nothing proves.
 */
const claimedFile = 'docs/claimed-requirements.txt'
const idList = /\[((?:[A-Z]{2,7}-\d+)(?:, ?[A-Z]{2,7}-\d+)*)\]\s*['"`]/g

type Proof = { readonly id: string; readonly title: string; readonly file: string }

const proofs = globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'console/src/**/*.test.ts{,x}']).toSorted().flatMap(readProofs)
const claimed = existsSync(claimedFile)
  ? readFileSync(claimedFile, 'utf8')
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim())
      .filter((line) => line !== '')
  : []
const proved = new Map<string, Proof[]>()
for (const proof of proofs) proved.set(proof.id, [...(proved.get(proof.id) ?? []), proof])

const unproved = claimed.filter((id) => !proved.has(id))
for (const id of unproved) {
  console.error(`${claimedFile} claims ${id}, but no test's title names it`)
  process.exitCode = 1
}
finish([{ file: 'docs/requirements-matrix.md', text: renderMatrix() }])

function readProofs(file: string): Proof[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) =>
      [...line.matchAll(idList)].flatMap(({ 1: ids = '', index }) => {
        const quoted = line.slice(0, index)
        const title = quoted.slice(Math.max(quoted.lastIndexOf("'"), quoted.lastIndexOf('`'), quoted.lastIndexOf('"')) + 1).trim()
        return ids.split(',').map((id) => ({ id: id.trim(), title, file }))
      }),
    )
}

function renderMatrix(): string {
  const ids = [...proved.keys()].toSorted(byId)
  const rows = ids.flatMap((id) =>
    (proved.get(id) ?? []).map(
      ({ title, file }, i) =>
        `| ${i === 0 ? `${id}${claimed.includes(id) ? '' : ' (not claimed)'}` : ''} | ${title.replaceAll('|', '\\|')} | \`${file}\` |`,
    ),
  )
  return [
    '# Requirements and the tests that prove them',
    '',
    `Written by \`npm run gen\` from the ids in test titles. ${claimed.length} claimed, ${ids.length} with a test.`,
    '',
    '| Requirement | Guarantee | Test |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

function byId(a: string, b: string): number {
  const [prefixA = '', numberA = ''] = a.split('-')
  const [prefixB = '', numberB = ''] = b.split('-')
  return prefixA.localeCompare(prefixB) || Number(numberA) - Number(numberB)
}
