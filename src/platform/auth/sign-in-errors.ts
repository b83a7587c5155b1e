import { defineErrors } from '#lib/app-error.ts'

export const signInErrors = defineErrors({
  sign_in_refused: { status: 401, title: 'Sign-in refused' },
  sign_in_locked: { status: 429, title: 'Too many failed attempts' },
  password_sign_in_off: { status: 403, title: 'Password sign-in is switched off' },
  mail_not_configured: { status: 409, title: 'This site sends no mail' },
  origin_refused: { status: 403, title: 'Not from this site' },
  provider_unusable: { status: 502, title: 'The identity provider cannot be used' },
})
