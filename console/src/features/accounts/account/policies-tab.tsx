import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import { useQuery } from '@tanstack/react-query'
import type { AccountPolicies } from '../../../api/operations.gen.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { Text } from '../../../components/text.tsx'
import { accountPoliciesQuery } from '../queries.ts'

type Level = AccountPolicies['levels'][number]

/** The chain of SCPs and RCPs over the account, from the root down. */
export function PoliciesTab({ accountId }: { readonly accountId: string }) {
  const query = useQuery(accountPoliciesQuery(accountId))
  return (
    <Loaded query={query} what="the policies in force">
      {({ organizationId, levels, isExempt }) => (
        <SpaceBetween size="m">
          {isExempt ? (
            <Alert type="info" statusIconAriaLabel="Note">
              SCPs and RCPs do not apply to the management account, wherever they are attached.
            </Alert>
          ) : null}
          <Container
            header={
              <Header
                variant="h2"
                description="An action must be allowed at every level; a denial at any level ends it."
                actions={<Link href={`/policies/explain?account=${accountId}`}>Explain a request</Link>}
              >
                Policies in force
              </Header>
            }
          >
            <Table<Level>
              wrapLines
              variant="embedded"
              items={levels}
              trackBy="targetId"
              ariaLabels={{ tableLabel: 'Policies in force' }}
              empty={<Box>No policies were read.</Box>}
              columnDefinitions={[
                {
                  id: 'level',
                  header: 'Level',
                  isRowHeader: true,
                  cell: ({ name, targetId }) => (
                    <>
                      <Text max={80}>{name}</Text> <Box variant="small">{targetId}</Box>
                    </>
                  ),
                },
                { id: 'scps', header: 'SCPs', cell: ({ scps }) => <Policies organizationId={organizationId} policies={scps} /> },
                { id: 'rcps', header: 'RCPs', cell: ({ rcps }) => <Policies organizationId={organizationId} policies={rcps} /> },
              ]}
            />
          </Container>
        </SpaceBetween>
      )}
    </Loaded>
  )
}

function Policies({
  organizationId,
  policies,
}: {
  readonly organizationId: string
  readonly policies: readonly { policyId: string; name: string }[]
}) {
  if (policies.length === 0) return <>–</>
  return (
    <SpaceBetween size="xs">
      {policies.map(({ policyId, name }) => (
        <Link key={policyId} href={`/policies/${policyId}?organization=${organizationId}`}>
          <Text max={80}>{name}</Text>
        </Link>
      ))}
    </SpaceBetween>
  )
}
