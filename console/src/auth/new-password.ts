import type { FieldError } from '../api/problem.ts'

/** What only this page can know of a new password: that it was typed twice alike. How long it has to be is the server's to say. */
export function newPasswordFaults({ password, again }: { readonly password: string; readonly again: string }): FieldError[] {
  if (password === '') return [{ field: 'password', message: 'Choose a password.' }]
  return password === again ? [] : [{ field: 'again', message: 'The two are not the same.' }]
}
