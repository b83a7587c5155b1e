import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import Link from '@cloudscape-design/components/link'
import type { Organization } from '../../api/operations.gen.ts'

const parts = ['total', 'imported', 'excluded', 'suspended', 'detached', 'attention'] as const
type Counts = Record<(typeof parts)[number], number>

/** The accounts of all organizations, by how they stand; each number leads to its accounts. */
export function EstateSummary({ organizations }: { readonly organizations: readonly Organization[] }) {
  const counts = Object.fromEntries(
    parts.map((part) => [part, organizations.reduce((sum, { accounts }) => sum + accounts[part], 0)]),
  ) as Counts
  const number = (count: number, href: string, name: string) => (
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
          { label: 'All', value: number(counts.total, '/accounts', 'accounts') },
          {
            label: 'No problem known',
            value: number(counts.imported - counts.attention, '/accounts?selector=status%3Aok', 'accounts reached'),
          },
          { label: 'Need attention', value: number(counts.attention, '/accounts?attention=true', 'accounts need attention') },
          { label: 'Left out by scope or name', value: <Box variant="awsui-value-large">{counts.excluded.toLocaleString('en')}</Box> },
          { label: 'Removed as suspended', value: <Box variant="awsui-value-large">{counts.suspended.toLocaleString('en')}</Box> },
          { label: 'Organizations', value: number(organizations.length, '/organizations', 'organizations') },
        ]}
      />
    </Container>
  )
}
