import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import StatusIndicator from '@cloudscape-design/components/status-indicator'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { errorsByField, isProblem } from '../api/problem.ts'
import { refusal } from '../api/refusal.ts'
import { ErrorNotice } from '../components/error-notice.tsx'
import { FormErrors } from '../components/form-errors.tsx'
import { Text } from '../components/text.tsx'
import { Time } from '../components/time.tsx'
import { authApi, type ResetFacts } from './auth-api.ts'
import { Card } from './card.tsx'
import { type NewPassword, NewPasswordFields, newPasswordLabels, OwnerForPasswordManagers } from './new-password-fields.tsx'
import { newPasswordFaults } from './new-password.ts'

type Props = { readonly secret: string; readonly onDone: () => void }

/** A new password by a link. It signs nobody in: the second factor, where there is one, is asked for as ever. */
export function ResetForm({ secret, onDone }: Props) {
  const look = useQuery({ queryKey: ['reset'], queryFn: () => authApi.lookAtReset(secret), retry: false, staleTime: Infinity, gcTime: 0 })
  const [isDone, setDone] = useState(false)
  return (
    <Card title="A new password">
      {isDone ? (
        <>
          <StatusIndicator type="success">Your new password counts, and every session was ended.</StatusIndicator>
          <Button variant="primary" fullWidth onClick={onDone}>
            Sign in
          </Button>
        </>
      ) : look.data !== undefined ? (
        <Fields facts={look.data} secret={secret} onDone={() => setDone(true)} />
      ) : isProblem(look.error, 401) ? (
        <Alert type="error" header="This link does not work" statusIconAriaLabel="Error" action={<Button onClick={onDone}>Sign in</Button>}>
          It was used before, has expired or was replaced by a newer one. Ask for another.
        </Alert>
      ) : look.error !== null ? (
        <ErrorNotice error={look.error} what="the link" onRetry={() => void look.refetch()} />
      ) : (
        <div role="status">
          <Spinner /> One moment …
        </div>
      )}
    </Card>
  )
}

type FieldsProps = { readonly facts: ResetFacts; readonly secret: string; readonly onDone: () => void }

function Fields({ facts: { email, expiresAt }, secret, onDone }: FieldsProps) {
  const [value, setValue] = useState<NewPassword>({ password: '', again: '' })
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  async function submit(): Promise<void> {
    const faults = newPasswordFaults(value)
    if (faults.length > 0) {
      setError(refusal(faults))
      return
    }
    setBusy(true)
    await authApi.reset(secret, value.password).then(onDone, setError)
    setBusy(false)
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <SpaceBetween size="m">
        <Box>
          For <Text max={200}>{email}</Text>. The link works once, until <Time at={expiresAt} />.
        </Box>
        <FormErrors error={error} labels={newPasswordLabels} header="The password was not changed" />
        <div>
          <OwnerForPasswordManagers email={email} />
          <NewPasswordFields value={value} errors={errorsByField(error)} onChange={setValue} />
        </div>
        <Button variant="primary" fullWidth loading={isBusy}>
          Set the password
        </Button>
      </SpaceBetween>
    </form>
  )
}
