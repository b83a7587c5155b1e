const kinds = ['ou:', 'badge:', 'tag:', 'account:', 'name:', 'state:', 'status:', 'organization:']
const joints = ['and', 'or', 'and not']
const shownMax = 20

/** The text with its last word completed: by what may stand there, and by values that have been read. */
export function completeSelector(text: string, known: readonly string[]): readonly string[] {
  const last = /(?:^|[\s(])([^\s(]*)$/.exec(text)?.[1] ?? ''
  const before = text.slice(0, text.length - last.length)
  const afterTerm = /[^\s(]\s+$/.test(before) && !/\b(and|or|not)\s+$/.test(before)
  const candidates = afterTerm ? joints : [...kinds, 'not', ...known.map(quoteTerm)]
  return [...new Set(candidates)]
    .filter((candidate) => candidate !== last && candidate.toLowerCase().startsWith(last.toLowerCase()))
    .slice(0, shownMax)
    .map((candidate) => before + candidate)
}

function quoteTerm(term: string): string {
  const at = term.indexOf(':')
  const value = term.slice(at + 1)
  if (!/[\s()"]/.test(value)) return term
  const parts = term.startsWith('badge:') ? value.split(/=(.*)/s, 2) : [value]
  return `${term.slice(0, at)}:${parts.map((part) => `"${part.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join('=')}`
}
