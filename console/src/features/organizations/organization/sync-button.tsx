import Button from '@cloudscape-design/components/button'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../../../api/client.ts'
import { useAction } from '../../../components/use-action.ts'

/** Starts a sync and shows it under way. */
export function SyncButton({ org }: { readonly org: string }) {
  const navigate = useNavigate()
  const action = useAction({
    run: () => call('POST /v1/organizations/{org}/sync', { path: { org }, body: {} }),
    failed: 'The sync could not be started',
    after: ({ id }) => void navigate({ to: `/organizations/${org}`, search: { tab: 'syncs', sync: id } }),
  })
  return (
    <Button variant="primary" loading={action.isPending} onClick={() => action.mutate()}>
      Sync now
    </Button>
  )
}
