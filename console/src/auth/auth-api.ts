import { postJson, readJson } from '../api/client.ts'

export type Ways = {
  readonly password: boolean
  /** Who helps when a password is forgotten: a letter, or an administrator. */
  readonly passwordReset: 'mail' | 'administrator'
  readonly providers: readonly { readonly id: string; readonly name: string }[]
}
export type LinkFacts = {
  readonly kind: string
  readonly email: string | null
  readonly role: string
  readonly expiresAt: string
  readonly asksPassword: boolean
}
export type ResetFacts = { readonly email: string; readonly expiresAt: string }
export type SecondFactorBegun = { readonly totpURI: string; readonly backupCodes: readonly string[] }

const post = (path: string, body: object = {}): Promise<unknown> => postJson(`/api/auth${path}`, body)

/** The few endpoints of sign-in; each answers by setting or ending the session's cookie. */
export const authApi = {
  ways: (): Promise<Ways> => readJson<Ways>('/api/auth/ways'),
  /** Whether a second factor is asked for next. */
  password: async (email: string, password: string): Promise<boolean> => {
    const reply = (await post('/sign-in/email', { email, password })) as { twoFactorRedirect?: boolean } | null
    return reply?.twoFactorRedirect === true
  },
  code: (code: string): Promise<unknown> => post('/two-factor/verify-totp', { code }),
  recoveryCode: (code: string): Promise<unknown> => post('/two-factor/verify-backup-code', { code }),
  /** Where to go for an identity provider; it comes back to `returnTo`. */
  provider: async (provider: string, returnTo: string): Promise<string> => {
    const reply = (await post('/sign-in/social', { provider, callbackURL: returnTo })) as { url: string }
    return reply.url
  },
  lookAtLink: (secret: string): Promise<LinkFacts> => post('/link/look', { secret }) as Promise<LinkFacts>,
  useLink: (use: { secret: string; name?: string; email?: string; password?: string }): Promise<unknown> => post('/link/use', use),
  /** Answers the same whether or not somebody has this e-mail. */
  forgotten: (email: string): Promise<unknown> => post('/password/forgot', { email }),
  lookAtReset: (secret: string): Promise<ResetFacts> => post('/password/look', { secret }) as Promise<ResetFacts>,
  reset: (secret: string, password: string): Promise<unknown> => post('/password/reset', { secret, password }),
  changePassword: (currentPassword: string, newPassword: string): Promise<unknown> =>
    post('/change-password', { currentPassword, newPassword }),
  beginSecondFactor: (password: string): Promise<SecondFactorBegun> =>
    post('/two-factor/enable', { password }) as Promise<SecondFactorBegun>,
  renewRecoveryCodes: async (password: string): Promise<readonly string[]> =>
    ((await post('/two-factor/generate-backup-codes', { password })) as SecondFactorBegun).backupCodes,
  turnOffSecondFactor: (password: string): Promise<unknown> => post('/two-factor/disable', { password }),
  signOut: (): Promise<unknown> => post('/sign-out'),
}
