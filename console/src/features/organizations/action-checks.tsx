import Badge from '@cloudscape-design/components/badge'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import Table from '@cloudscape-design/components/table'
import type { OrganizationValidation } from '../../api/operations.gen.ts'
import { Text } from '../../components/text.tsx'
import { counted } from '../../lib/words.ts'

type Check = OrganizationValidation['actions'][number]
const looks: Readonly<Record<Check['result'], { type: StatusIndicatorProps.Type; text: string }>> = {
  allowed: { type: 'success', text: 'Allowed' },
  denied: { type: 'error', text: 'Denied' },
  artefact: { type: 'info', text: 'Allowed when called' },
  unknown: { type: 'pending', text: 'Unknown' },
  not_needed: { type: 'stopped', text: 'Not needed' },
}

/** Each action that was checked, what came out and how it is known. Denied ones are never folded away. */
export function ActionChecks({ actions }: { readonly actions: readonly Check[] }) {
  const bad = actions.filter(({ result }) => result === 'denied' || result === 'unknown')
  const table = (items: readonly Check[]) => (
    <Table
      wrapLines
      variant="embedded"
      items={items}
      trackBy="action"
      ariaLabels={{ tableLabel: 'Checked actions' }}
      columnDefinitions={[
        { id: 'action', header: 'Action', isRowHeader: true, cell: ({ action }) => <Text>{action}</Text> },
        {
          id: 'result',
          header: 'Result',
          cell: ({ result }) => <StatusIndicator type={looks[result].type}>{looks[result].text}</StatusIndicator>,
        },
        {
          id: 'how',
          header: 'Known by',
          cell: ({ how }) => <Badge>{how === 'simulated' ? 'AWS’s policy simulator' : 'calling it'}</Badge>,
        },
        { id: 'why', header: 'Why', cell: ({ why }) => <Text max={400}>{why}</Text> },
      ]}
    />
  )
  return (
    <>
      {bad.length > 0 ? table(bad) : null}
      <ExpandableSection
        headerText={bad.length === 0 ? `All ${counted(actions.length, 'action')} are allowed` : `All ${counted(actions.length, 'action')}`}
        defaultExpanded={false}
      >
        {table(actions)}
      </ExpandableSection>
    </>
  )
}
