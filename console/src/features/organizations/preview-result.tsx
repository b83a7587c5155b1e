import Box from '@cloudscape-design/components/box'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import type { OrganizationPreview } from '../../api/operations.gen.ts'
import { Text } from '../../components/text.tsx'
import { counted, words } from '../../lib/words.ts'

const shownMax = 100

/** What the settings would import, in numbers and account by account. Unknown ones are named as such. */
export function PreviewResult({ preview: { counts, accounts, changes, source } }: { readonly preview: OrganizationPreview }) {
  const left = accounts.filter(({ inclusion }) => inclusion !== 'imported')
  return (
    <SpaceBetween size="xs">
      <SpaceBetween direction="horizontal" size="m">
        <StatusIndicator type="success">
          {counts.imported} of {counted(accounts.length, 'account')} imported
        </StatusIndicator>
        {counts.excluded_scope > 0 ? <StatusIndicator type="stopped">{counts.excluded_scope} outside the scope</StatusIndicator> : null}
        {counts.excluded_prefix > 0 ? <StatusIndicator type="stopped">{counts.excluded_prefix} by name</StatusIndicator> : null}
        {counts.suspended > 0 ? <StatusIndicator type="stopped">{counts.suspended} suspended</StatusIndicator> : null}
        {counts.unknown > 0 ? <StatusIndicator type="warning">{counts.unknown} unknown</StatusIndicator> : null}
      </SpaceBetween>
      <Box variant="small">
        {source === 'aws' ? 'Read from AWS just now.' : 'As of the last sync.'}{' '}
        {changes > 0 ? `${counted(changes, 'account')} would change.` : ''}
      </Box>
      {left.length === 0 ? null : (
        <ExpandableSection headerText={`${counted(left.length, 'account')} left out`}>
          <Table
            wrapLines
            variant="embedded"
            items={left.slice(0, shownMax)}
            trackBy="accountId"
            ariaLabels={{ tableLabel: 'Accounts left out' }}
            footer={
              left.length > shownMax ? (
                <Box textAlign="center">
                  The first {shownMax} of {left.length}.
                </Box>
              ) : undefined
            }
            columnDefinitions={[
              {
                id: 'name',
                header: 'Account',
                isRowHeader: true,
                cell: ({ name, accountId }) => (
                  <>
                    <Text max={60}>{name}</Text> <Box variant="small">{accountId}</Box>
                  </>
                ),
              },
              { id: 'inclusion', header: 'What', cell: ({ inclusion }) => words(inclusion) },
              { id: 'reason', header: 'Why', cell: ({ reason }) => <Text max={300}>{reason}</Text> },
            ]}
          />
        </ExpandableSection>
      )}
    </SpaceBetween>
  )
}
