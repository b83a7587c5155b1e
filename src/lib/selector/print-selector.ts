import { assertNever } from '../assert-never.ts'
import type { OuTerm, PairTerm, Selector, ValueTerm } from './ast.ts'

/** Writes a selector so that parsing the text gives the same selector back. */
export function printSelector(selector: Selector): string {
  switch (selector.op) {
    case 'all':
      return '*'
    case 'not':
      return `not ${group(selector.item)}`
    case 'and':
    case 'or':
      return selector.items.map(group).join(` ${selector.op} `)
    case 'term':
      return printTerm(selector.term)
    default:
      return assertNever(selector, 'selector')
  }
}

function group(selector: Selector): string {
  return selector.op === 'and' || selector.op === 'or' ? `(${printSelector(selector)})` : printSelector(selector)
}

function printTerm(term: PairTerm | ValueTerm | OuTerm): string {
  switch (term.kind) {
    case 'badge':
    case 'tag':
      return `${term.kind}:${quote(term.key)}${term.value === undefined ? '' : `=${quote(term.value)}`}`
    case 'ou':
      if (term.by === 'id') return `ou:${term.id}${term.below ? '/**' : ''}`
      return `ou:${quote(term.segments.map((segment) => segment.replace(/[\\/]/g, '\\$&')).join('/'))}`
    case 'account':
    case 'name':
    case 'state':
    case 'status':
    case 'organization':
    case 'region':
      return `${term.kind}:${quote(term.pattern)}`
    default:
      return assertNever(term, 'term')
  }
}

/** Always quoted when in doubt: an empty value, white space, parentheses, quotes, `=`, or a word that would read as an operator. */
function quote(text: string): string {
  return /^[^\s()"=\\]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}
