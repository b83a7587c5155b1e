import { z } from 'zod'
import { passwordLength } from '#platform/auth/password.ts'
import { sessionSeconds } from '#platform/auth/sign-in-library.ts'
import { lockRules } from '#platform/auth/sign-in-locks.ts'
import { defineRoute } from '#platform/http/define-route.ts'

export const showSignInRulesRoute = defineRoute({
  method: 'GET',
  path: '/v1/sign-in-settings/rules',
  summary: 'What sign-in is bound by in this version, and the address that providers send people back to',
  permission: 'people:read',
  reply: {
    status: 200,
    schema: z
      .object({
        publicUrl: z.string().describe('Where people reach this server, as REEVE_PUBLIC_URL has it'),
        callbackUrl: z.string().describe('To be entered at an identity provider, with its id in place of `{provider}`'),
        failuresByEmail: z.number().describe('Failures within the window that lock an e-mail'),
        failuresByAddress: z.number().describe('Failures within the window that lock an address'),
        windowMinutes: z.number(),
        lockMinutes: z.number(),
        passwordLengthMin: z.number(),
        sessionHours: z.number(),
      })
      .meta({ id: 'SignInRules' }),
  },
  errors: {},
  handle: async ({ baseUrl }: { readonly baseUrl: () => string }) => ({
    publicUrl: baseUrl(),
    callbackUrl: `${baseUrl()}/api/auth/callback/{provider}`,
    failuresByEmail: lockRules.failuresByEmail,
    failuresByAddress: lockRules.failuresByAddress,
    windowMinutes: lockRules.windowMs / 60_000,
    lockMinutes: lockRules.lockMs / 60_000,
    passwordLengthMin: passwordLength.min,
    sessionHours: sessionSeconds / 3600,
  }),
})
