import { expect, test } from 'vitest'
import { newPasswordFaults } from './new-password.ts'

test('a new password is typed twice alike, and spaces in it count', () => {
  expect(newPasswordFaults({ password: 'a sentence ', again: 'a sentence ' })).toEqual([])
  expect(newPasswordFaults({ password: 'a sentence', again: 'a sentence ' }).map(({ field }) => field)).toEqual(['again'])
  expect(newPasswordFaults({ password: '', again: '' }).map(({ field }) => field)).toEqual(['password'])
})
