import type { Random } from '../oracle/random.ts'

export type Fuzzed = {
  readonly text: string
  /** Too long or too starry for the slow oracle. */
  readonly isCostly: boolean
}

type Mutation = (text: string, random: Random) => string

const loneSurrogates = ['\ud800', '\udfff', '\\ud800', '\\udc00\\ud800']
const oddSigns = [
  ...loneSurrogates,
  '\u0000',
  '\u2028',
  '\ufeff',
  '\t',
  '\\',
  '\\u0000',
  '\\x',
  "'",
  '"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '${',
  '*',
  '?',
  '🦩',
]
const oddValues = [
  '7',
  '1e999',
  '-0',
  'null',
  'true',
  'false',
  '{}',
  '[]',
  '[[]]',
  '[null]',
  '""',
  '"*"',
  '{"a":{"b":"c"}}',
  '"Allow"',
  '"deny"',
  '["*",7]',
  'NaN',
  'undefined',
]
const twins = [
  '"Effect":"Allow"',
  '"Effect":"Deny"',
  '"Action":"iam:*"',
  '"Resource":"*"',
  '"Condition":{}',
  '"Statement":[]',
  '"Version":"2012-10-17"',
  '"Principal":"*"',
  '"NotAction":"*"',
  '"__proto__":{"Effect":"Allow"}',
  '"Sid":7',
]
/** Deeper than a policy may be, and than positions are kept for: a repeated key must not hide behind it. */
const deep = `${'['.repeat(80)}${']'.repeat(80)}`
const wildcardRuns = [40, 400, 4_000]

function at(text: string, random: Random): number {
  return random.below(text.length + 1)
}

/** Start and end of one string of the text, quotes included; the whole text when it has none. */
function someString(text: string, random: Random): readonly [number, number] {
  const strings = [...text.matchAll(/"(?:[^"\\]|\\.)*"/gu)]
  if (strings.length === 0) return [0, text.length]
  const found = random.pick(strings)
  return [found.index, found.index + found[0].length]
}

function replaceString(text: string, random: Random, by: (found: string) => string): string {
  const [start, end] = someString(text, random)
  return text.slice(0, start) + by(text.slice(start, end)) + text.slice(end)
}

const mutations: readonly Mutation[] = [
  (text, random) => text.slice(0, at(text, random)),
  (text, random) => text.slice(at(text, random)),
  (text, random) => {
    const from = at(text, random)
    return text.slice(0, from) + text.slice(from + 1 + random.below(4))
  },
  (text, random) => {
    const from = at(text, random)
    return text.slice(0, from) + text.slice(from, from + 30) + text.slice(from)
  },
  (text, random) => {
    const from = at(text, random)
    return text.slice(0, from) + random.pick(oddSigns) + text.slice(from)
  },
  (text, random) => replaceString(text, random, () => random.pick(oddValues)),
  (text, random) => replaceString(text, random, (found) => found.slice(0, -1) + random.pick(oddSigns) + found.slice(-1)),
  (text, random) => replaceString(text, random, (found) => found.toUpperCase()),
  (text, random) => {
    const objects = [...text.matchAll(/\{/gu)]
    const from = objects.length === 0 ? 0 : random.pick(objects).index + 1
    return `${text.slice(0, from)}${random.pick(twins)},${text.slice(from)}`
  },
  (text, random) => {
    const found = [...text.matchAll(/"(?:Version|Statement|Effect|Action|NotAction|Resource|Condition)":/gu)]
    if (found.length === 0) return text
    const { index, 0: key } = random.pick(found)
    return `${text.slice(0, index)}${key}${random.chance(0.5) ? deep : '[]'},${text.slice(index)}`
  },
  (text, random) => {
    const depth = random.pick([1, 2, 30, 70, 3_000])
    return replaceString(text, random, (found) => '['.repeat(depth) + found + ']'.repeat(depth))
  },
  (text, random) => replaceString(text, random, (found) => `{"AWS":${found}}`),
  (text, random) => replaceString(text, random, (found) => `[${Array.from({ length: random.pick([3, 300]) }, () => found).join(',')}]`),
]

const costly: readonly Mutation[] = [
  (text, random) => replaceString(text, random, () => JSON.stringify(`s3:${'*a'.repeat(random.pick(wildcardRuns))}`)),
  (text, random) => replaceString(text, random, () => JSON.stringify(`arn:aws:s3:::${'*a?'.repeat(random.pick(wildcardRuns))}*`)),
  (text, random) =>
    replaceString(
      text,
      random,
      (found) => `[${Array.from({ length: 3_000 }, (_, index) => (index === 0 ? found : `"s3:Act${index}"`)).join(',')}]`,
    ),
]

/** One to four mutations of a document's text; one text in twenty gets a long one. */
export function fuzzText(text: string, random: Random): Fuzzed {
  let fuzzed = text
  for (let count = 1 + random.below(4); count > 0; count -= 1) fuzzed = random.pick(mutations)(fuzzed, random)
  const isCostly = random.chance(0.05)
  return { text: isCostly ? random.pick(costly)(fuzzed, random) : fuzzed, isCostly: isCostly || fuzzed.length > 20_000 }
}
