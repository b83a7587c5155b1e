import Container from '@cloudscape-design/components/container'
import Button from '@cloudscape-design/components/button'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { Text } from '../../../components/text.tsx'
import { EngineVerification } from '../../policies/verification/verification.tsx'

const looks = { ok: 'success', warning: 'warning', failed: 'error', unknown: 'pending' } as const
const words = { ok: 'Good', warning: 'Look at it', failed: 'Does not work', unknown: 'Unknown' } as const

export const doctorQuery = queryOptions({
  queryKey: ['system', 'doctor'],
  queryFn: ({ signal }) => call('POST /v1/system/doctor', { body: {}, signal }),
  staleTime: 60_000,
})

/** What Reeve stands on, looked at now: database, disk, jobs, AWS credentials, endpoint. */
export function SystemTab() {
  const query = useQuery(doctorQuery)
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="Looked at when this page was opened."
            actions={
              <Button loading={query.isFetching} onClick={() => void query.refetch()}>
                Look again
              </Button>
            }
          >
            System
          </Header>
        }
      >
        <Loaded query={query} what="the state of the system">
          {({ checks }) => (
            <Table
              wrapLines
              variant="embedded"
              items={checks}
              trackBy="name"
              ariaLabels={{ tableLabel: 'Checks' }}
              columnDefinitions={[
                { id: 'name', header: 'What', isRowHeader: true, cell: ({ name }) => name.charAt(0).toUpperCase() + name.slice(1) },
                {
                  id: 'state',
                  header: 'State',
                  minWidth: 120,
                  cell: ({ state }) => <StatusIndicator type={looks[state]}>{words[state]}</StatusIndicator>,
                },
                { id: 'detail', header: 'In detail', minWidth: 220, cell: ({ detail }) => <Text max={600}>{detail}</Text> },
              ]}
            />
          )}
        </Loaded>
      </Container>
      <EngineVerification />
    </SpaceBetween>
  )
}
