import { globSync, readFileSync } from 'node:fs'

/** Small rules that no linter of ours knows. Each names what it protects. */
type MetaRule = { readonly why: string; readonly applies: (file: string) => boolean; readonly pattern: RegExp }

const isTest = (file: string): boolean => file.startsWith('test/') || /[.](test|child)[.]ts$|\/testing\//.test(file)
// Spelt apart, so that this file does not find itself.
const marks = ['TO', 'FIX', 'XX', 'HA'].map((start, i) => start + (['DO', 'ME', 'X', 'CK'][i] ?? '')).join('|')

const rules: readonly MetaRule[] = [
  {
    why: 'the environment is read in src/main/config.ts alone, so that every setting is checked and documented',
    applies: (file) => file.startsWith('src/') && file !== 'src/main/config.ts' && !isTest(file),
    pattern: /\bprocess[.]env\b/,
  },
  { why: 'unfinished work belongs in an issue', applies: () => true, pattern: new RegExp(`\\b(${marks})\\b`) },
  {
    why: 'a test that is switched off proves nothing',
    applies: (file) => file.endsWith('.test.ts'),
    pattern: /\b(test|it|describe|suite)[.](skip|only|todo)\(|\b(skip|only|todo): true/,
  },
  { why: 'a suppression needs a reason: `-- why`', applies: () => true, pattern: /(oxlint|eslint)-disable(?!.* -- \S)/ },
  { why: 'a type error is mended, not hidden', applies: () => true, pattern: /@ts-(ignore|nocheck)/ },
]

const files = globSync(['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts']).filter(
  (file) => file !== 'scripts/check-meta.ts' && !file.endsWith('.gen.ts'),
)
for (const file of files.toSorted()) {
  const lines = readFileSync(file, 'utf8').split('\n')
  for (const { why, applies, pattern } of rules) {
    if (!applies(file)) continue
    for (const [i, line] of lines.entries()) {
      if (!pattern.test(line)) continue
      console.error(`${file}:${i + 1}: ${line.trim().slice(0, 120)}\n  ${why}`)
      process.exitCode = 1
    }
  }
}
