import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'

/** What stands alone in the middle of the page, before anybody is signed in. */
export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Container
      header={
        <Box variant="h1" padding={{ top: 'xs' }}>
          {title}
        </Box>
      }
    >
      <SpaceBetween size="l">{children}</SpaceBetween>
    </Container>
  )
}
