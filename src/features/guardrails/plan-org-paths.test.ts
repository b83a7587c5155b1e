import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compressOrgPaths } from './plan-org-paths.ts'

const base = 'o-a1b2c3d4e5/r-ab12/'

test('children of a chosen subtree collapse into it [PERIM-7]', () => {
  assert.deepEqual(
    compressOrgPaths([
      `${base}ou-ab12-11111111/*`,
      `${base}ou-ab12-11111111/`,
      `${base}ou-ab12-11111111/ou-ab12-22222222/`,
      `${base}ou-ab12-11111111/ou-ab12-22222222/*`,
    ]),
    [`${base}ou-ab12-11111111/*`],
  )
  assert.deepEqual(compressOrgPaths([`${base}ou-ab12-22222222/`, `${base}ou-ab12-11111111/`]), [
    `${base}ou-ab12-11111111/`,
    `${base}ou-ab12-22222222/`,
  ])
})

test('the compressed patterns cover exactly the same places, and none can be left out', () => {
  const ou = fc.constantFrom('ou-ab12-11111111/', 'ou-ab12-22222222/', 'ou-ab12-33333333/')
  const place = fc.array(ou, { maxLength: 3 }).map((ous) => base + ous.join(''))
  const pattern = fc.tuple(place, fc.boolean()).map(([path, below]) => (below ? `${path}*` : path))
  const covers = (patterns: readonly string[], path: string): boolean =>
    patterns.some((one) => (one.endsWith('*') ? path.startsWith(one.slice(0, -1)) : path === one))
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 1, maxLength: 6 }), fc.array(place, { maxLength: 10 }), (patterns, places) => {
      const compressed = compressOrgPaths(patterns)
      for (const path of [...places, ...patterns.map((one) => one.replace('*', ''))])
        assert.equal(covers(compressed, path), covers(patterns, path), path)
      for (const one of compressed) {
        const rest = compressed.filter((other) => other !== one)
        assert.ok(
          !covers(rest, one.replace('*', '')) ||
            (one.endsWith('*') && !rest.some((other) => other.endsWith('*') && one.startsWith(other.slice(0, -1)))),
          `${one} is superfluous`,
        )
      }
    }),
    { numRuns: 2_000 },
  )
})
