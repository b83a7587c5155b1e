import { accountArgument, connectionBody, connectionOptions } from '../account-options.ts'
import { type ConnectionReport, reportRendering, type Saved, savedRendering } from '../connection-rendering.ts'
import { defineCommand } from '../define-command.ts'

export const accountEditCommand = defineCommand({
  name: 'account edit',
  summary: 'Change name, strategy or credentials of a single account; what is not given stays',
  details: 'Credentials are replaced as a whole: give the role, session name, duration and an ExternalId or the word that there is none.',
  arguments: [accountArgument],
  options: { ...connectionOptions, 'dry-run': { type: 'boolean', summary: 'Only try what it would come to; exit 3' } },
  run: async (call) => {
    const client = await call.api()
    const path = `/v1/accounts/${encodeURIComponent(call.must('account'))}`
    const body = connectionBody(call)
    if (call.flag('dry-run') === true)
      return { ...reportRendering(call, await client.post<ConnectionReport>(`${path}/test`, body)), exitCode: 3 }
    const { etag } = await client.send({ path: `${path}/connection` })
    const edited = await client.send<Saved>({
      method: 'PATCH',
      path: `${path}/connection`,
      body,
      ...(etag === undefined ? {} : { ifMatch: etag }),
    })
    return savedRendering(call, edited.body)
  },
})
