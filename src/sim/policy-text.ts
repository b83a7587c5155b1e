type Statement = Readonly<Record<string, unknown>>

/** Why a text is no policy document of this kind, in AWS's words; undefined where it is one. */
export function parsePolicy(text: string, kind: 'identity' | 'trust' | 'session'): string | undefined {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return kind === 'trust' ? 'This policy contains invalid Json' : 'Syntax errors in policy.'
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return 'Syntax errors in policy.'
  const { Version: version, Statement: statements } = document as { Version?: unknown; Statement?: unknown }
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') return 'The policy failed legacy parsing'
  const list: unknown[] = Array.isArray(statements) ? statements : [statements]
  if (statements === undefined || list.length === 0) return 'Syntax errors in policy.'
  for (const statement of list) {
    const problem =
      typeof statement === 'object' && statement !== null ? statementProblem(statement as Statement, kind) : 'Syntax errors in policy.'
    if (problem !== undefined) return problem
  }
  return undefined
}

function statementProblem(statement: Statement, kind: 'identity' | 'trust' | 'session'): string | undefined {
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') return `Invalid effect: ${String(statement['Effect'])}`
  if (statement['Action'] === undefined && statement['NotAction'] === undefined) return 'Policy statement must contain actions.'
  if (kind === 'trust') {
    if (statement['Resource'] !== undefined || statement['NotResource'] !== undefined) return 'Has prohibited field Resource'
    return statement['Principal'] === undefined && statement['NotPrincipal'] === undefined ? 'Missing required field Principal' : undefined
  }
  if (statement['Principal'] !== undefined || statement['NotPrincipal'] !== undefined)
    return 'Policy document should not specify a principal.'
  return statement['Resource'] === undefined && statement['NotResource'] === undefined
    ? 'Policy statement must contain resources.'
    : undefined
}
