import { countMembers, measure } from '../json/scan.ts'
import { findDuplicates, positionAt } from '../json/locate.ts'
import { depthMax, parseTree } from '../json/parse-tree.ts'
import { toDiagnostics } from '../language/diagnose.ts'
import { Problems } from '../language/problem.ts'
import { readPolicy } from '../language/read-policy.ts'
import type { ParsedPolicy } from '../language/policy.ts'
import type { Diagnostic, PolicyDocument, PolicyType } from '../types.ts'
import { ActionIndex } from './action-index.ts'
import { withDuplicates } from './duplicates.ts'
import { type FiledStatement, fileStatement } from './statement.ts'

/** Tells compiled documents from JSON that merely looks like one. */
const compiled: unique symbol = Symbol('compiled')

/** A document that can be shared between any number of policy sets. */
export type CompiledDocument = {
  readonly [compiled]: true
  readonly type: PolicyType
  readonly name: string | undefined
  /** False when not even its denials can be known; the layer it stands in then allows nothing. */
  readonly isReadable: boolean
  readonly parsed: ParsedPolicy | undefined
  readonly statements: readonly FiledStatement[]
  readonly index: ActionIndex
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiles any input. Never throws; what is wrong stands in `diagnostics`, with line and column where the document was text. */
export function compileDocument(type: PolicyType, document: PolicyDocument, name?: string): CompiledDocument {
  const { parsed, diagnostics } = parsePolicy(type, document, name)
  const withVariables = parsed?.version === '2012-10-17'
  const statements = parsed === undefined ? [] : parsed.statements.map((statement) => fileStatement(statement, withVariables))
  return {
    [compiled]: true,
    type,
    name,
    isReadable: parsed !== undefined,
    parsed,
    statements,
    index: new ActionIndex(statements),
    diagnostics,
  }
}

export function isCompiled(document: string | object): document is CompiledDocument {
  return typeof document === 'object' && compiled in document
}

export type Parse = { readonly parsed: ParsedPolicy | undefined; readonly diagnostics: readonly Diagnostic[] }

/** Reads a document without compiling it. */
export function parsePolicy(type: PolicyType, document: PolicyDocument, name?: string): Parse {
  const problems = new Problems()
  const text = typeof document === 'string' ? document : undefined
  if (text === undefined) {
    if (measure(document, depthMax).isTooDeep) {
      problems.error([], 'nesting', `Values are nested more than ${depthMax} deep.`)
      return { parsed: undefined, diagnostics: toDiagnostics(problems.list, undefined, name) }
    }
    const parsed = readPolicy(type, document, problems)
    return { parsed, diagnostics: toDiagnostics(problems.list, undefined, name) }
  }
  return parseText(type, text, { name, problems })
}

function parseText(type: PolicyType, text: string, { name, problems }: { name: string | undefined; problems: Problems }): Parse {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { parsed: undefined, diagnostics: [syntaxDiagnostic(text, name)] }
  }
  const { members, isTooDeep } = measure(value, depthMax)
  if (isTooDeep) return { parsed: undefined, diagnostics: [syntaxDiagnostic(text, name)] }
  const parsed = readPolicy(type, value, problems)
  if (members === countMembers(text)) return { parsed, diagnostics: toDiagnostics(problems.list, text, name) }
  const { root } = parseTree(text)
  // What a repeated key hides is not in the parsed value: it can still be nested too deep, and then nothing of the text is trusted.
  if (root === undefined) return { parsed: undefined, diagnostics: [syntaxDiagnostic(text, name)] }
  const duplicates = findDuplicates(root)
  for (const { path } of duplicates)
    problems.error(path, 'duplicate-key', [
      `The key "${String(path.at(-1)).slice(0, 60)}" stands twice in one object.`,
      'Keep one of them.',
    ])
  return { parsed: parsed && withDuplicates(parsed, duplicates), diagnostics: toDiagnostics(problems.list, text, name) }
}

function syntaxDiagnostic(text: string, policy: string | undefined): Diagnostic {
  const { fault } = parseTree(text)
  const { offset, message } = fault ?? { offset: 0, message: 'the text is not JSON' }
  const rule = message.includes('nested') ? 'nesting' : 'json-syntax'
  return {
    rule,
    severity: 'error',
    message: `Not a JSON document: ${message}.`,
    pointer: '',
    ...positionAt(text, offset),
    ...(policy === undefined ? {} : { policy }),
  }
}
