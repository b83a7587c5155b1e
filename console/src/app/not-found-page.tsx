import Box from '@cloudscape-design/components/box'
import Link from '@cloudscape-design/components/link'
import { Page } from '../components/page.tsx'

export function NotFoundPage() {
  return (
    <Page title="There is no such page" trail={[]}>
      <Box>
        The address may be mistyped, or what it named is gone. <Link href="/">Go to Home</Link>, or search at the top.
      </Box>
    </Page>
  )
}
