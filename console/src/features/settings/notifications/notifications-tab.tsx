import SpaceBetween from '@cloudscape-design/components/space-between'
import { ChannelsTable } from './channels-table.tsx'
import { DeliveriesTable } from './deliveries-table.tsx'

/** Where Reeve tells what happened, and whether it got there. */
export function NotificationsTab() {
  return (
    <SpaceBetween size="l">
      <ChannelsTable />
      <DeliveriesTable />
    </SpaceBetween>
  )
}
