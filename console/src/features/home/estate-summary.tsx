import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import { useQuery } from '@tanstack/react-query'
import type { Organization } from '../../api/operations.gen.ts'
import { accountTotalQuery } from '../accounts/queries.ts'

const parts = ['excluded', 'suspended'] as const
type Counts = Record<(typeof parts)[number], number>

/** Every account, of organizations and connected singly, by how it stands; each number leads to its accounts. */
export function EstateSummary({ organizations }: { readonly organizations: readonly Organization[] }) {
  const all = useQuery(accountTotalQuery({}))
  const attention = useQuery(accountTotalQuery({ attention: 'true' }))
  const reached = useQuery(accountTotalQuery({ status: 'ok' }))
  const counts = Object.fromEntries(
    parts.map((part) => [part, organizations.reduce((sum, { accounts }) => sum + accounts[part], 0)]),
  ) as Counts
  const number = (count: number | null | undefined, href: string, name: string) =>
    count === undefined || count === null ? (
      <Box variant="awsui-value-large">…</Box>
    ) : (
      <Link variant="awsui-value-large" href={href} ariaLabel={`${count} ${name}`}>
        {count.toLocaleString('en')}
      </Link>
    )
  return (
    <Container fitHeight header={<Header variant="h2">Accounts</Header>}>
      <KeyValuePairs
        minColumnWidth={210}
        columns={3}
        items={[
          { label: 'All', value: number(all.data, '/accounts', 'accounts') },
          {
            label: 'Reached',
            value: number(reached.data, '/accounts?selector=status%3Aok', 'accounts reached'),
          },
          { label: 'Need attention', value: number(attention.data, '/accounts?attention=true', 'accounts need attention') },
          { label: 'Left out by scope or name', value: <Box variant="awsui-value-large">{counts.excluded.toLocaleString('en')}</Box> },
          { label: 'Removed as suspended', value: <Box variant="awsui-value-large">{counts.suspended.toLocaleString('en')}</Box> },
          { label: 'Organizations', value: number(organizations.length, '/organizations', 'organizations') },
        ]}
      />
    </Container>
  )
}
