import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator'
import type { Account } from '../api/operations.gen.ts'

type Look = { readonly type: StatusIndicatorProps.Type; readonly text: string; readonly remedy: string }

/** What each status means for a person, and what to do about it. */
export const statusLooks: Readonly<Record<Account['status'], Look>> = {
  ok: { type: 'success', text: 'Reached', remedy: 'Nothing to do.' },
  pending: { type: 'pending', text: 'Not checked yet', remedy: 'The next sync checks the role in this account.' },
  assume_failed: {
    type: 'error',
    text: 'Role not assumed',
    remedy:
      'Create the member role in this account, or mend its trust policy and ExternalId. “Find the cause” tries it and names what is wrong.',
  },
  permission_missing: {
    type: 'warning',
    text: 'Permission missing',
    remedy: 'Add the missing action to the member role’s policy; the kit has the current one.',
  },
  scp_blocked: {
    type: 'warning',
    text: 'Blocked by a policy of the organization',
    remedy: 'Exempt the member role in the denying SCP. “Policies” shows the chain over this account.',
  },
  suspended: {
    type: 'stopped',
    text: 'Suspended by AWS',
    remedy: 'AWS lets nobody in. Reactivate it with AWS Support, or let Reeve remove suspended accounts.',
  },
  detached: { type: 'stopped', text: 'Left', remedy: 'It is no longer part of a registered organization; its history is kept for now.' },
}

export function AccountStatus({ status }: { readonly status: string }) {
  const look = (statusLooks as Readonly<Record<string, Look>>)[status] ?? { type: 'info' as const, text: status }
  return <StatusIndicator type={look.type}>{look.text}</StatusIndicator>
}
