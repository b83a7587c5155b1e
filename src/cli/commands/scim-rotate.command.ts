import { defineCommand } from '../define-command.ts'
import { connectionArgument, connectionPath } from '../scim-options.ts'

export const scimRotateCommand = defineCommand({
  name: 'scim rotate',
  summary: 'Give a SCIM connection a new token and show it, once; older ones work for the overlap',
  details: 'Example: reeve scim rotate entra --expires-in-days 180 --overlap-hours 48 --output json',
  arguments: [connectionArgument],
  options: {
    'expires-in-days': { type: 'integer', min: 1, max: 730, value: 'DAYS', summary: 'Days until it expires; 365 when absent' },
    'overlap-hours': {
      type: 'integer',
      min: 0,
      max: 720,
      value: 'HOURS',
      summary: 'How long older tokens still work; 24 when absent, 0 ends them',
    },
  },
  run: async (call) => {
    const body = { expiresInDays: call.integer('expires-in-days'), overlapHours: call.integer('overlap-hours') }
    const made = await (await call.api()).post<object>(connectionPath(call, '/tokens'), body)
    call.io.note('Keep the token now: it is not stored and cannot be shown again.')
    return { kind: 'item', item: made }
  },
})
