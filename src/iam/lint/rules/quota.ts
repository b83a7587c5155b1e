import { countedCharacters } from '../../quotas.ts'
import type { LintRule } from '../rule.ts'

export const quota: LintRule = {
  id: 'quota',
  why: 'AWS refuses a document above its size limit.',
  check: ({ text, quota: limit, problems, type }) => {
    if (limit === undefined) return
    const counted = countedCharacters(text, limit)
    if (counted > limit.charactersMax)
      problems.error([], 'size', [
        `The document has ${counted} characters; AWS takes ${limit.charactersMax} for this type (as of ${limit.asOf}).`,
        limit.countsWhitespace ? 'Remove blanks outside strings, or split the policy.' : 'Split the policy.',
      ])
    else if (counted > limit.charactersMax * 0.9)
      problems.warning([], 'size-near', `The document has ${counted} of ${limit.charactersMax} characters that a ${type} may have.`)
  },
}
