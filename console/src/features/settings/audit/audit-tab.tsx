import SpaceBetween from '@cloudscape-design/components/space-between'
import { CheckpointsTable } from './checkpoints-table.tsx'
import { RetentionTable } from './retention-table.tsx'
import { SinksTable } from './sinks-table.tsx'
import { VerifyTrail } from './verify-trail.tsx'

/** Whether the audit trail is whole, where else it is kept, and for how long. */
export function AuditTab() {
  return (
    <SpaceBetween size="l">
      <VerifyTrail />
      <SinksTable />
      <CheckpointsTable />
      <RetentionTable />
    </SpaceBetween>
  )
}
