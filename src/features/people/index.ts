export { requireGrantable } from './change-person.ts'
export { peopleErrors } from './errors.ts'
export { requireHeld } from './require-held.ts'
export { createResetLetters } from './reset-letters.ts'
