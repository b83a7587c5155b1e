export { createResetLetters } from './reset-letters.ts'
