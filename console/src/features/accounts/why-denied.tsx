import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Link from '@cloudscape-design/components/link'
import Popover from '@cloudscape-design/components/popover'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { Account } from '../../api/operations.gen.ts'
import { statusLooks } from '../../components/account-status.tsx'
import { Text } from '../../components/text.tsx'

/** What keeps Reeve out of an account, and what to do, where the status is shown. */
export function WhyDenied({ account }: { readonly account: Account }) {
  if (account.status === 'ok' || account.status === 'pending') return null
  const look = statusLooks[account.status]
  return (
    <Popover
      header={look.text}
      size="large"
      triggerType="custom"
      dismissAriaLabel="Close"
      renderWithPortal
      content={
        <SpaceBetween size="s">
          {account.statusReason === null ? <Box>AWS gave no reason.</Box> : <Text max={600}>{account.statusReason}</Text>}
          <Box>
            <strong>What to do: </strong>
            {look.remedy}
          </Box>
          <Link href={`/accounts/${account.accountId}`}>Open the account</Link>
        </SpaceBetween>
      }
    >
      <Button variant="inline-link" ariaLabel={`Why denied: ${account.accountId}`}>
        Why denied
      </Button>
    </Popover>
  )
}
