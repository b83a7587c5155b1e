import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useState } from 'react'
import type { Person } from '../../api/operations.gen.ts'
import { authApi } from '../../auth/auth-api.ts'
import { useAction } from '../../components/use-action.ts'
import { AskPassword } from './ask-password.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SetUpSecondFactor } from './set-up-second-factor.tsx'

type Asked = 'set-up' | 'codes' | 'turn-off'

/** A code from an app beside the password: set up, renewed, turned off. */
export function SecondFactorSection({ person }: { readonly person: Person }) {
  const [asked, setAsked] = useState<Asked>()
  const { hasSecondFactor, hasPassword, email } = person
  const close = (): void => setAsked(undefined)
  const actions = !hasPassword ? null : hasSecondFactor ? (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={() => setAsked('codes')}>New recovery codes</Button>
      <Button onClick={() => setAsked('turn-off')}>Turn off</Button>
    </SpaceBetween>
  ) : (
    <Button variant="primary" onClick={() => setAsked('set-up')}>
      Set up
    </Button>
  )
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          Second factor
        </Header>
      }
    >
      {hasSecondFactor ? (
        <StatusIndicator type="success">A code from your authenticator app is asked for after the password</StatusIndicator>
      ) : hasPassword ? (
        <SpaceBetween size="xs">
          <StatusIndicator type="warning">Not set up</StatusIndicator>
          <Box>
            Whoever learns your password is in. With a second factor a code from an app on your phone is asked for as well, each time you
            sign in with the password.
          </Box>
        </SpaceBetween>
      ) : (
        <Box>It goes with a password, and you have none. A second factor at your identity provider is set up there.</Box>
      )}
      {asked === 'set-up' ? <SetUpSecondFactor email={email} onClose={close} /> : null}
      {asked === 'codes' ? <RenewCodes email={email} onClose={close} /> : null}
      {asked === 'turn-off' ? <TurnOff email={email} onClose={close} /> : null}
    </Container>
  )
}

type Props = { readonly email: string; readonly onClose: () => void }

function RenewCodes({ email, onClose }: Props) {
  const action = useAction({ run: (password: string) => authApi.renewRecoveryCodes(password) })
  if (action.data !== undefined) return <RecoveryCodes codes={action.data} onClose={onClose} />
  return (
    <AskPassword title="New recovery codes" confirm="Make new codes" email={email} action={action} onClose={onClose}>
      <Box>The codes you have now stop working.</Box>
    </AskPassword>
  )
}

function TurnOff({ email, onClose }: Props) {
  const action = useAction({
    run: (password: string) => authApi.turnOffSecondFactor(password),
    done: () => 'The second factor is turned off.',
    after: onClose,
  })
  return (
    <AskPassword title="Turn the second factor off" confirm="Turn off" email={email} action={action} onClose={onClose}>
      <Box>The password alone then signs you in. The entry in your authenticator app becomes worthless: delete it there.</Box>
    </AskPassword>
  )
}
