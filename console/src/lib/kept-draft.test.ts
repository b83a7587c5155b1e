import { expect, test } from 'vitest'
import { draftText, readDraft } from './kept-draft.ts'

const shape = { empty: { name: '', key: '', list: [] as string[], isOn: false }, secrets: ['key'] as const }

test('a draft is kept without its secrets, and says which of them have to be entered again', () => {
  const text = draftText({ name: 'one', key: 'top-secret', list: ['a'], isOn: true }, shape)
  expect(text).not.toContain('top-secret')
  expect(readDraft(text, shape)).toEqual({ draft: { name: 'one', key: '', list: ['a'], isOn: true }, lost: ['key'] })
})

test('what another version kept is taken only where its shape still fits, and never as a secret', () => {
  const text = JSON.stringify({ fields: { name: 7, list: 'a', isOn: true, key: 'planted', gone: 1 }, given: ['key', 'gone'] })
  expect(readDraft(text, shape)).toEqual({ draft: { name: '', key: '', list: [], isOn: true }, lost: ['key'] })
})

test('nothing kept, or nothing that can be read, is no draft', () => {
  for (const text of [null, '', '{', 'null', '[]', '{"fields":null}']) expect(readDraft(text, shape)).toBe(undefined)
})
