import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { describeError } from '../api/problem.ts'
import { Page } from '../components/page.tsx'

/** A page that could not be shown at all: mostly because a new version was installed while it was open. */
export function PageFailed({ error }: { readonly error: unknown }) {
  const isOldVersion = error instanceof TypeError && /dynamically imported module|import/i.test(error.message)
  return (
    <Page title="This page could not be shown" trail={[]}>
      <SpaceBetween size="m">
        <Box>{isOldVersion ? 'Reeve was updated, or is restarting. Reload to get the current version.' : describeError(error)}</Box>
        <Button onClick={() => location.reload()}>Reload</Button>
      </SpaceBetween>
    </Page>
  )
}
