import { z } from 'zod'

export const signInSettingsSchema = z
  .strictObject({
    passwordEnabled: z.boolean(),
    breakGlassPersonId: z.uuid().nullable().describe('Who may still use a password where password sign-in is off'),
  })
  .meta({ id: 'SignInSettings' })
