import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../../api/client.ts'
import type { AccountConnection } from '../../../api/operations.gen.ts'
import { useMay } from '../../../auth/session.ts'
import { Copyable } from '../../../components/copyable.tsx'
import { ErrorNotice } from '../../../components/error-notice.tsx'
import { Loaded } from '../../../components/loaded.tsx'
import { Text } from '../../../components/text.tsx'
import { Time } from '../../../components/time.tsx'
import { useAction } from '../../../components/use-action.ts'
import { words } from '../../../lib/words.ts'
import { callerText } from '../../organizations/organization/overview-tab.tsx'
import { RunningAs } from '../../organizations/running-as.tsx'
import { connectionQuery } from '../queries.ts'
import { partitionName } from './draft.ts'
import { RemoveAccountDialog } from './remove-dialog.tsx'
import { ConnectionReport } from './report.tsx'

/** How a single account is reached, and what can be done with the connection. */
export function ConnectionTab({ accountId }: { readonly accountId: string }) {
  const query = useQuery(connectionQuery(accountId))
  return (
    <Loaded query={query} what="the connection">
      {(connection) => <Connection connection={connection} />}
    </Loaded>
  )
}

function Connection({ connection }: { readonly connection: AccountConnection }) {
  const may = useMay()
  const [isRemoving, setRemoving] = useState(false)
  const { accountId, partition, harvestingStrategy, createdAt, createdBy, updatedAt } = connection
  const { caller, role } = connection.credentials
  const test = useAction({ run: () => call('POST /v1/accounts/{accountId}/test', { path: { accountId }, body: {} }) })
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              may('accounts:write') ? (
                <SpaceBetween direction="horizontal" size="xs">
                  <Button onClick={() => setRemoving(true)}>Remove</Button>
                  {may('accounts:write', 'everywhere') ? (
                    <>
                      <Button href={`/accounts/${accountId}/edit`}>Edit</Button>
                      <Button variant="primary" loading={test.isPending} onClick={() => test.mutate()}>
                        Test now
                      </Button>
                    </>
                  ) : null}
                </SpaceBetween>
              ) : null
            }
          >
            Connection
          </Header>
        }
      >
        <SpaceBetween size="m">
          <KeyValuePairs
            minColumnWidth={210}
            columns={3}
            items={[
              {
                label: 'Role',
                value: role === null ? 'None: the account that Reeve runs in' : <Copyable text={role.arn} what="role ARN" />,
              },
              ...(role === null
                ? []
                : [
                    { label: 'Session', value: <Text>{`${role.sessionName}, ${role.durationSeconds} seconds`}</Text> },
                    { label: 'ExternalId', value: <ExternalId accountId={accountId} isStored={role.hasExternalId} /> },
                  ]),
              { label: 'Caller', value: <Text>{callerText(caller)}</Text> },
              { label: 'Partition', value: partitionName(partition) },
              { label: 'What is read', value: words(harvestingStrategy) },
              {
                label: 'Connected',
                value: (
                  <>
                    <Time at={createdAt} /> by <Text>{createdBy}</Text>
                  </>
                ),
              },
              { label: 'Last edited', value: <Time at={updatedAt} /> },
            ]}
          />
          {caller.kind === 'default' && may('accounts:read', 'everywhere') ? <RunningAs /> : null}
        </SpaceBetween>
      </Container>
      {test.error === null ? null : <ErrorNotice error={test.error} what="the test" />}
      {test.isPending ? <Box color="text-body-secondary">Asking AWS …</Box> : null}
      {test.data === undefined ? null : <ConnectionReport report={test.data} isNew={false} />}
      {isRemoving ? <RemoveAccountDialog connection={connection} onClose={() => setRemoving(false)} /> : null}
    </SpaceBetween>
  )
}

function ExternalId({ accountId, isStored }: { readonly accountId: string; readonly isStored: boolean }) {
  const may = useMay()
  const [shown, setShown] = useState<string>()
  const reveal = useAction({
    run: () => call('POST /v1/accounts/{accountId}/reveal-external-id', { path: { accountId } }),
    failed: 'The ExternalId could not be read',
    after: ({ externalId }) => setShown(externalId ?? 'none'),
  })
  if (!isStored) return 'None: anyone who may use the caller elsewhere could point it here.'
  if (shown !== undefined) return <Copyable text={shown} what="ExternalId" />
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <span>Stored</span>
      {may('organizations:reveal-secret') ? (
        <Button variant="inline-link" loading={reveal.isPending} onClick={() => reveal.mutate()}>
          Show (recorded in Activity)
        </Button>
      ) : null}
    </SpaceBetween>
  )
}
