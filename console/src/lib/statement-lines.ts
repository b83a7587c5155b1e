export type Lines = { readonly from: number; readonly to: number }

/** The lines, counted from 1, on which a statement stands in a policy as `JSON.stringify(…, null, 2)` writes it; none where there is no such statement. */
export function statementLines(text: string, index: number): Lines | undefined {
  const policy = parse(text)
  const { Statement: statements } = policy ?? {}
  if (statements === undefined) return undefined
  const lines = text.split('\n')
  const head = lines.findIndex((line) => /^ {2}"Statement": [[{]/.test(line))
  if (head === -1) return undefined
  if (!Array.isArray(statements)) return index === 0 ? { from: head + 1, to: head + lengthOf(statements) } : undefined
  if (index < 0 || index >= statements.length) return undefined
  const before = statements.slice(0, index).reduce((sum: number, statement) => sum + lengthOf(statement), 0)
  return { from: head + 2 + before, to: head + 1 + before + lengthOf(statements[index]) }
}

function lengthOf(statement: unknown): number {
  return JSON.stringify(statement, null, 2).split('\n').length
}

function parse(text: string): { readonly Statement?: unknown } | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
