import StatusIndicator from '@cloudscape-design/components/status-indicator'
import type { Person } from '../../../api/operations.gen.ts'

export function PersonState({ person: { disabledAt } }: { readonly person: Pick<Person, 'disabledAt'> }) {
  return disabledAt === null ? (
    <StatusIndicator type="success" wrapText={false}>
      May sign in
    </StatusIndicator>
  ) : (
    <StatusIndicator type="stopped">Disabled</StatusIndicator>
  )
}
