import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { type Filter, parseFilter, parsePatchPath } from './filter.ts'

function read(text: string): Filter {
  const parsed = parseFilter(text)
  return parsed.kind === 'ok' ? parsed.value : assert.fail(`${text}: ${parsed.message} at ${parsed.offset}`)
}
/** A filter as it is bracketed: every grouping is seen, and no name's case. */
function print(filter: Filter): string {
  if (filter.op === 'not') return `!${print(filter.item)}`
  if ('items' in filter) return `(${filter.items.map(print).join(filter.op === 'and' ? ' & ' : ' | ')})`
  const { schema, attribute, sub } = filter.path
  const name = `${schema === undefined ? '' : `${schema}:`}${attribute}${sub === undefined ? '' : `.${sub}`}`
  if (filter.op === 'present') return `${name} pr`
  return filter.op === 'values' ? `${name}[${print(filter.filter)}]` : `${name} ${filter.comparison} ${JSON.stringify(filter.value)}`
}

/** From RFC 7644, 3.4.2.2, figure 2, and the requests of directories that are in use. */
const readAs: readonly [string, string][] = [
  ['userName eq "bjensen"', 'username eq "bjensen"'],
  ['name.familyName co "O\'Malley"', 'name.familyname co "O\'Malley"'],
  ['urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J"', 'urn:ietf:params:scim:schemas:core:2.0:user:username sw "J"'],
  ['title pr', 'title pr'],
  ['meta.lastModified gt "2011-05-13T04:42:34Z"', 'meta.lastmodified gt "2011-05-13T04:42:34Z"'],
  ['title pr and userType eq "Employee"', '(title pr & usertype eq "Employee")'],
  ['a pr or b pr and c pr', '(a pr | (b pr & c pr))'],
  ['(a pr or b pr) and c pr', '((a pr | b pr) & c pr)'],
  [
    'userType ne "Employee" and not (emails co "example.com" or emails.value co "example.org")',
    '(usertype ne "Employee" & !(emails co "example.com" | emails.value co "example.org"))',
  ],
  ['emails[type eq "work" and value co "@example.com"]', 'emails[(type eq "work" & value co "@example.com")]'],
  ['emails[type eq "work"].value eq "pat@example.com"', 'emails[(type eq "work" & value eq "pat@example.com")]'],
  ['USERNAME EQ "x" AND NOT(active Eq False)', '(username eq "x" & !active eq false)'],
  ['externalId eq "a\\u0041\\"\\\\"', 'externalid eq "aA\\"\\\\"'],
  ['id eq "1" and members eq "2"', '(id eq "1" & members eq "2")'],
  ['n ge -1.5e3 and m eq null', '(n ge -1500 & m eq null)'],
]
for (const [text, printed] of readAs) test(`${text} is read as ${printed}`, () => assert.equal(print(read(text)), printed))

const refused: readonly [string, number][] = [
  ['', 0],
  ['userName', 8],
  ['userName eq', 11],
  ['userName eq bjensen', 12],
  ['userName is "x"', 9],
  ['userName eq "x', 12],
  ['userName eq "x" extra', 16],
  ['(userName eq "x"', 16],
  ['userName eq "x")', 15],
  ['not userName pr', 4],
  ['emails[type eq "work"', 21],
  ['emails[a[b pr]]', 8],
  ['a.b.c eq 1', 0],
  ['a..b eq 1', 0],
  ['a eq 01', 5],
  ['a eq "\\x"', 5],
  ["a eq 'x'", 5],
  ['a eq {"b":1}', 5],
  ['; drop table person', 0],
]
for (const [text, offset] of refused) {
  test(`${JSON.stringify(text)} is refused at character ${offset + 1}`, () => {
    const parsed = parseFilter(text)
    assert.deepEqual([parsed.kind, parsed.kind === 'invalid' && parsed.offset], ['invalid', offset])
  })
}

test('deep, long and wide filters are refused, and quickly', () => {
  for (const text of [
    '('.repeat(5000),
    `${'not ('.repeat(50)}a pr${')'.repeat(50)}`,
    Array.from({ length: 300 }, () => 'a pr').join(' or '),
    'a'.repeat(9000),
  ])
    assert.equal(parseFilter(text).kind, 'invalid')
})

test('whatever the text, the parser answers and never throws', () => {
  const token = fc.constantFrom(
    'a',
    'b.c',
    'eq',
    'pr',
    'and',
    'or',
    'not',
    '(',
    ')',
    '[',
    ']',
    '"x"',
    '"',
    '\\',
    '1',
    'true',
    'null',
    '.',
    ':',
    'urn:x:y',
    ' ',
    '\u0000',
    '🙂',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(token, { maxLength: 40 }).map((tokens) => tokens.join(' ')),
      ),
      (text) => {
        assert.ok(['ok', 'invalid'].includes(parseFilter(text).kind))
        assert.ok(['ok', 'invalid'].includes(parsePatchPath(text).kind))
      },
    ),
  )
})

const name = fc.constantFrom('username', 'emails', 'active', 'x-y', '$ref')
const leaf = fc.oneof(
  fc.record({ op: fc.constant('present' as const), path: fc.record({ attribute: name }) }),
  fc.record({
    op: fc.constant('compare' as const),
    path: fc.oneof(fc.record({ attribute: name }), fc.record({ attribute: name, sub: fc.constantFrom('value', 'type') })),
    comparison: fc.constantFrom('eq' as const, 'ne' as const, 'co' as const, 'gt' as const),
    value: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
  }),
)
const tree = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), items: fc.array(tie('filter'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ op: fc.constant('not' as const), item: tie('filter') }),
  ),
})).filter

function write(filter: Filter): string {
  if (filter.op === 'not') return `not (${write(filter.item)})`
  if ('items' in filter) return filter.items.map((item) => `(${write(item)})`).join(` ${filter.op} `)
  const path = `${filter.path.attribute}${filter.path.sub === undefined ? '' : `.${filter.path.sub}`}`
  if (filter.op === 'present') return `${path} pr`
  return filter.op === 'compare' ? `${path} ${filter.comparison} ${JSON.stringify(filter.value)}` : assert.fail()
}

test('what is written down is read back the same', () => {
  fc.assert(fc.property(tree, (filter) => assert.equal(print(read(write(filter))), print(filter))))
})

test('a path of a patch names an attribute, a part of it, or those of its values that a filter chooses', () => {
  const shown = (text: string): unknown => {
    const parsed = parsePatchPath(text)
    if (parsed.kind === 'invalid') return parsed.kind
    const { path, filter } = parsed.value
    return [path.attribute, path.sub, filter === undefined ? undefined : print(filter)]
  }
  assert.deepEqual(shown('members'), ['members', undefined, undefined])
  assert.deepEqual(shown('name.givenName'), ['name', 'givenname', undefined])
  assert.deepEqual(shown('members[value eq "2819c223"]'), ['members', undefined, 'value eq "2819c223"'])
  assert.deepEqual(shown('emails[type eq "work"].value'), ['emails', 'value', 'type eq "work"'])
  for (const text of ['', 'a.b[c pr]', 'members[value eq "x"]display', 'members[', 'a b', 'userName eq "x"'])
    assert.equal(shown(text), 'invalid', text)
})
