import { defineCommand } from '../define-command.ts'
import { channelArgument, channelBody, channelOptions } from '../notification-options.ts'

type Preview = { readonly changes: readonly object[] }

export const notificationEditCommand = defineCommand({
  name: 'notification edit',
  summary: 'Change a channel; what is not given stays, its secret too',
  details: '--kind and --selector replace all subscriptions of the channel by one. Mail settings are given together, except the password.',
  arguments: [channelArgument],
  options: {
    ...channelOptions,
    name: { type: 'string', value: 'NAME', summary: 'Another name' },
    enabled: { type: 'boolean', negatable: true, summary: 'Switch the channel on or off', fields: ['isEnabled'] },
    'dry-run': { type: 'boolean', summary: 'Only show what would change; exit 3 if anything' },
  },
  run: async (call) => {
    const client = await call.api()
    const path = `/v1/notifications/channels/${encodeURIComponent(call.must('channel'))}`
    const [name, isEnabled] = [call.text('name'), call.flag('enabled')]
    const body = { ...(await channelBody(call)), ...(name !== undefined && { name }), ...(isEnabled !== undefined && { isEnabled }) }
    if (call.flag('dry-run') === true) {
      const { changes } = await client.post<Preview>(`${path}/preview`, body)
      return { kind: 'rows', rows: changes, columns: ['field', 'before', 'after'], exitCode: changes.length > 0 ? 3 : 0 }
    }
    const { etag } = await client.send({ path })
    const edited = await client.send<object>({ method: 'PATCH', path, body, ...(etag !== undefined && { ifMatch: etag }) })
    return { kind: 'item', item: edited.body }
  },
})
