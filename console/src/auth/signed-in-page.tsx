import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useEffect } from 'react'
import { Card } from './card.tsx'
import { tellSignedIn } from './other-tab.ts'

/** Where a provider sends back a tab that was opened beside a page whose session had ended. */
export function SignedInPage() {
  useEffect(() => {
    tellSignedIn()
    window.close()
  }, [])
  return (
    <Card title="Signed in">
      <StatusIndicator type="success">You are signed in again.</StatusIndicator>
      <Box>Close this tab and go on in the other one: everything on that page is kept.</Box>
      <Button href="/">Go on here instead</Button>
    </Card>
  )
}
