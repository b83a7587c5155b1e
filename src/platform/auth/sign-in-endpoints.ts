import { z } from 'zod'
import { passwordLength } from './password.ts'
import { codePattern } from './sign-in-codes.ts'

/** What a failure there counts against: a stranger's guess, or nothing. */
export type SignInEndpoint = {
  readonly method: 'GET' | 'POST'
  /** Below `/api/auth`. */
  readonly path: string
  readonly summary: string
  /** Who may call: anybody, or somebody signed in. */
  readonly caller: 'anybody' | 'signed_in'
  readonly body?: z.ZodType
  readonly query?: z.ZodType
  /** What the trail says of it; `<action>` when it went well, and failures as refused. */
  readonly action?: string
  /** Failures count towards a lock. */
  readonly isGuessable?: true
  /** Answered by Reeve itself; everything else by the library. */
  readonly answeredBy: 'library' | 'providers' | 'link' | 'reset'
}

const password = z.string().min(1).max(passwordLength.max)
const code = z.strictObject({ code: z.string().trim().min(6).max(20) })
/** A place on this site: `/accounts?x=1`, never another host. */
const localPath = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\s\\]*$/, 'Write a path of this site.')

/**
 * Every endpoint of sign-in there is; the library has many more, and all of those are 404. Who signs in has no permissions yet, so these
 * are no declared routes: the matrix of access tests them by this list.
 */
export const signInEndpoints: readonly SignInEndpoint[] = [
  { method: 'GET', path: '/ways', summary: 'Which ways to sign in there are', caller: 'anybody', answeredBy: 'providers' },
  {
    method: 'POST',
    path: '/sign-in/email',
    summary: 'Sign in with e-mail and password',
    caller: 'anybody',
    body: z.strictObject({ email: z.string().trim().toLowerCase().max(320), password }),
    action: 'sign_in.password',
    isGuessable: true,
    answeredBy: 'library',
  },
  {
    method: 'POST',
    path: '/sign-in/social',
    summary: 'Go to an identity provider',
    caller: 'anybody',
    body: z.strictObject({ provider: z.string().max(40), callbackURL: localPath.default('/') }),
    answeredBy: 'library',
  },
  {
    method: 'GET',
    path: '/callback/:provider',
    summary: 'Come back from an identity provider',
    caller: 'anybody',
    query: z.object({
      code: z.string().max(4000).optional(),
      state: z.string().max(1000).optional(),
      iss: z.string().max(1000).optional(),
      error: z.string().max(200).optional(),
      error_description: z.string().max(1000).optional(),
    }),
    action: 'sign_in.provider',
    answeredBy: 'library',
  },
  {
    method: 'POST',
    path: '/two-factor/verify-totp',
    summary: 'Give the second factor, or confirm a new one',
    caller: 'anybody',
    body: code,
    action: 'sign_in.second_factor',
    isGuessable: true,
    answeredBy: 'library',
  },
  {
    method: 'POST',
    path: '/two-factor/verify-backup-code',
    summary: 'Give a recovery code instead of the second factor',
    caller: 'anybody',
    body: code,
    action: 'sign_in.recovery_code',
    isGuessable: true,
    answeredBy: 'library',
  },
  {
    method: 'POST',
    path: '/link/look',
    summary: 'What a one-time link is for',
    caller: 'anybody',
    body: z.strictObject({ secret: z.string().min(1).max(200) }),
    isGuessable: true,
    answeredBy: 'link',
  },
  {
    method: 'POST',
    path: '/link/use',
    summary: 'Use a one-time link',
    caller: 'anybody',
    body: z.strictObject({
      secret: z.string().min(1).max(200),
      name: z.string().trim().min(1).max(200).optional(),
      email: z.email().max(320).optional(),
      password: z.string().min(passwordLength.min).max(passwordLength.max).optional(),
    }),
    action: 'sign_in.link',
    isGuessable: true,
    answeredBy: 'library',
  },
  {
    method: 'POST',
    path: '/code/use',
    summary: 'Sign in by a code that one made where one is signed in',
    caller: 'anybody',
    body: z.strictObject({ code: z.string().trim().toUpperCase().regex(codePattern, 'A code is four groups of five letters.') }),
    action: 'sign_in.code',
    isGuessable: true,
    answeredBy: 'library',
  },
  {
    method: 'POST',
    path: '/password/forgot',
    summary: 'Ask for a letter with a link for a new password; the answer is the same whoever asks',
    caller: 'anybody',
    body: z.strictObject({ email: z.string().trim().toLowerCase().min(1).max(320) }),
    answeredBy: 'reset',
  },
  {
    method: 'POST',
    path: '/password/look',
    summary: 'Whose new password a link is for, and until when',
    caller: 'anybody',
    body: z.strictObject({ secret: z.string().min(1).max(200) }),
    isGuessable: true,
    answeredBy: 'reset',
  },
  {
    method: 'POST',
    path: '/password/reset',
    summary: 'Set a new password by a link; every session ends, and the second factor stays',
    caller: 'anybody',
    body: z.strictObject({
      secret: z.string().min(1).max(200),
      password: z.string().min(passwordLength.min).max(passwordLength.max),
    }),
    isGuessable: true,
    answeredBy: 'reset',
  },
  { method: 'POST', path: '/sign-out', summary: 'End this session', caller: 'signed_in', action: 'sign_in.ended', answeredBy: 'library' },
  {
    method: 'POST',
    path: '/change-password',
    summary: 'Change one’s own password; every other session ends',
    caller: 'signed_in',
    body: z
      .strictObject({ currentPassword: password, newPassword: z.string().min(passwordLength.min).max(passwordLength.max) })
      .transform((body) => ({ ...body, revokeOtherSessions: true })),
    action: 'person.password_changed',
    isGuessable: true,
    answeredBy: 'library',
  },
  {
    method: 'POST',
    path: '/two-factor/enable',
    summary: 'Begin with a second factor; it counts once a code of it was given',
    caller: 'signed_in',
    body: z.strictObject({ password }),
    action: 'person.second_factor_begun',
    isGuessable: true,
    answeredBy: 'library',
  },
  {
    method: 'POST',
    path: '/two-factor/disable',
    summary: 'Do without the second factor',
    caller: 'signed_in',
    body: z.strictObject({ password }),
    action: 'person.second_factor_removed',
    isGuessable: true,
    answeredBy: 'library',
  },
  {
    method: 'POST',
    path: '/two-factor/generate-backup-codes',
    summary: 'New recovery codes; the old ones work no more',
    caller: 'signed_in',
    body: z.strictObject({ password }),
    action: 'person.recovery_codes_renewed',
    isGuessable: true,
    answeredBy: 'library',
  },
]
