import { defineCommand, UsageError } from '../define-command.ts'
import { personIdOf } from '../people-options.ts'

export const signInSetCommand = defineCommand({
  name: 'sign-in set',
  summary: 'Switch password sign-in on or off; off needs one administrator who keeps a password',
  details: 'Example: reeve sign-in set --no-passwords --break-glass pat@example.com',
  options: {
    passwords: { type: 'boolean', negatable: true, summary: 'Let people sign in with passwords', fields: ['passwordEnabled'] },
    'break-glass': {
      type: 'string',
      value: 'PERSON',
      summary: 'Who keeps a password for the day the provider is away: e-mail or id',
      fields: ['breakGlassPersonId'],
    },
  },
  run: async ({ api, flag, text }) => {
    const passwordEnabled = flag('passwords')
    if (passwordEnabled === undefined) throw new UsageError(['--passwords: say --passwords or --no-passwords.'])
    const client = await api()
    const keeper = text('break-glass')
    const body = { passwordEnabled, breakGlassPersonId: keeper === undefined ? null : await personIdOf(client, keeper) }
    return { kind: 'item', item: (await client.send<object>({ method: 'PUT', path: '/v1/sign-in-settings', body })).body }
  },
})
