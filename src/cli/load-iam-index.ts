import { readFileSync } from 'node:fs'
import { type IamIndex, readIamIndex } from '#iam/data/iam-index.ts'

const file = new URL('../iam/data/iam-data.gen.json', import.meta.url)

/** AWS's published actions and condition keys, from the file that this release carries. Takes tens of milliseconds: ask once. */
export function loadIamIndex(): IamIndex {
  return readIamIndex(readFileSync(file, 'utf8'))
}
