import { offsetOf, positionAt } from '../json/locate.ts'
import { parseTree } from '../json/parse-tree.ts'
import type { Diagnostic } from '../types.ts'
import { type Problem, toPointer } from './problem.ts'

const none: readonly Diagnostic[] = []

/** Adds pointer, line and column to problems; positions need the document's text. */
export function toDiagnostics(problems: readonly Problem[], text: string | undefined, policy: string | undefined): readonly Diagnostic[] {
  if (problems.length === 0) return none
  const root = text === undefined ? undefined : parseTree(text).root
  return problems.map(({ path, ...rest }) => {
    const position = text === undefined || root === undefined ? {} : positionAt(text, offsetOf(root, path))
    return { ...rest, pointer: toPointer(path), ...position, ...(policy === undefined ? {} : { policy }) }
  })
}
