import { findDuplicates, nodeAt } from '../json/locate.ts'
import { depthMax, parseTree } from '../json/parse-tree.ts'
import { countMembers, measure } from '../json/scan.ts'
import { isRecord, type PlainRecord } from '../language/values.ts'
import { LineError } from './line-error.ts'

/** Room for a request around documents that are as deep as they may be. */
const lineDepthMax = depthMax + 16

/**
 * Parses one line. A key that stands twice is an error of the line, except inside a policy document: there it is the document that is
 * at fault, so the document is handed on as text and diagnosed where it is compiled.
 */
export function readLine(line: string): PlainRecord {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    const { fault } = parseTree(line)
    throw new LineError('invalid_json', fault === undefined ? 'the line is not JSON' : `${fault.message}, at column ${fault.offset + 1}`)
  }
  if (!isRecord(value)) throw new LineError('invalid_request', 'a line must hold one JSON object')
  const { members, isTooDeep } = measure(value, lineDepthMax)
  if (isTooDeep) throw new LineError('invalid_request', `values are nested more than ${lineDepthMax} deep`)
  return members === countMembers(line) ? value : withTextDocuments(line, value)
}

function withTextDocuments(line: string, value: PlainRecord): PlainRecord {
  const { root, fault } = parseTree(line)
  if (root === undefined) throw new LineError('invalid_request', fault?.message ?? 'the line cannot be read')
  for (const { path } of findDuplicates(root)) {
    const length = documentPathLength(path)
    if (length === undefined || path.length === length)
      throw new LineError('duplicate_key', `the key "${String(path.at(-1)).slice(0, 60)}" stands twice in one object`)
    const documentPath = path.slice(0, length)
    const node = nodeAt(root, documentPath)
    const holder = documentPath.slice(0, -1).reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], value)
    if (node !== undefined) (holder as Record<string, unknown>)[String(documentPath.at(-1))] = line.slice(node.start, node.end)
  }
  return value
}

/** How much of a path leads to the policy document it is in. */
function documentPathLength(path: readonly (string | number)[]): number | undefined {
  if (path[0] !== 'policies') return undefined
  if (path[1] === 'resource') return 2
  const length = path[1] === 'scp' || path[1] === 'rcp' ? 6 : 4
  return path[length - 1] === 'document' ? length : undefined
}
