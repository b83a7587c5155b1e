import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { call } from '../../api/client.ts'
import { Copyable } from '../../components/copyable.tsx'
import { Time } from '../../components/time.tsx'
import { useAction } from '../../components/use-action.ts'

/** A code that signs one's own command line in, for those whose identity provider a terminal cannot show. */
export function CommandLine() {
  const action = useAction({
    run: () => call('POST /v1/me/sign-in-codes', { body: {} }),
    failed: 'There is no code',
  })
  const command = `reeve login ${location.origin}`
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Signs the reeve command in as you, also where you come through an identity provider."
          actions={
            <Button loading={action.isPending} onClick={() => action.mutate()}>
              {action.data === undefined ? 'Make a code' : 'Make another code'}
            </Button>
          }
        >
          Command line
        </Header>
      }
    >
      <SpaceBetween size="xs">
        <Box>Run this, and paste the code when it asks:</Box>
        <div className="secret">
          <Copyable text={command} what="the command" />
        </div>
        <div aria-live="polite">
          {action.data === undefined ? null : (
            <SpaceBetween size="xs">
              <div className="secret">
                <Copyable text={action.data.code} what="the code" />
              </div>
              <Box color="text-body-secondary">
                It works once, until <Time at={action.data.expiresAt} />. Give it to nobody: it signs in as you.
              </Box>
            </SpaceBetween>
          )}
        </div>
      </SpaceBetween>
    </Container>
  )
}
