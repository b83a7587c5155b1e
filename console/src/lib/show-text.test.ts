import { expect, test } from 'vitest'
import { showText } from './show-text.ts'

test('marks that turn the direction of text, and those nobody sees, are written out', () => {
  expect(showText('invoice\u202Efdp.exe')).toBe('invoice⟨U+202E⟩fdp.exe')
  expect(showText('a\u200Bb\u0000c')).toBe('a⟨U+200B⟩b⟨U+0000⟩c')
})

test('text of any length is cut to what fits, and says how long it was', () => {
  const shown = showText('x'.repeat(10_000), 50)
  expect(shown).toBe(`${'x'.repeat(50)}… (10,000 characters)`)
})

test('ordinary names in any script stay as they are', () => {
  for (const name of ['prod-eu', 'Größe', '東京', 'حساب', '👩‍💻'.replaceAll('\u200D', '')]) expect(showText(name)).toBe(name)
})
