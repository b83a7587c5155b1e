import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { errorsByField, isProblem } from '../api/problem.ts'
import { refusal } from '../api/refusal.ts'
import { ErrorNotice } from '../components/error-notice.tsx'
import { FormErrors } from '../components/form-errors.tsx'
import { Time } from '../components/time.tsx'
import { authApi, type LinkFacts } from './auth-api.ts'
import { Card } from './card.tsx'
import { type NewPassword, NewPasswordFields, newPasswordLabels } from './new-password-fields.tsx'
import { newPasswordFaults } from './new-password.ts'
import { useSignedIn } from './use-signed-in.ts'

type Props = { readonly secret: string; readonly onDone: () => void }

/** A one-time link: makes the person it was meant for, and signs them in. One that asks nothing signs in at once. */
export function WelcomeForm({ secret, onDone }: Props) {
  const signedIn = useSignedIn()
  const look = useQuery({ queryKey: ['link'], queryFn: () => authApi.lookAtLink(secret), retry: false, staleTime: Infinity, gcTime: 0 })
  const [error, setError] = useState<unknown>(null)
  async function use(fields: { name?: string; email?: string; password?: string }): Promise<void> {
    try {
      await authApi.useLink({ secret, ...fields })
      await signedIn()
      onDone()
    } catch (problem) {
      setError(problem)
    }
  }
  const asksNothing = look.data?.asksPassword === false
  useEffect(() => {
    if (asksNothing) void use({})
    // oxlint-disable-next-line -- once, when the link has been looked at
  }, [asksNothing])
  return (
    <Card title="Welcome to Reeve">
      {isProblem(look.error, 401) ? (
        <Alert type="error" header="This link does not work" statusIconAriaLabel="Error" action={<Button onClick={onDone}>Sign in</Button>}>
          It was used before, has expired or was revoked. Ask whoever sent it for another.
        </Alert>
      ) : look.error !== null ? (
        <ErrorNotice error={look.error} what="the link" onRetry={() => void look.refetch()} />
      ) : null}
      <FormErrors error={error} labels={{ name: 'Name', email: 'E-mail', ...newPasswordLabels }} header="You are not signed in" />
      {look.isPending || (asksNothing && error === null) ? (
        <div role="status">
          <Spinner /> One moment …
        </div>
      ) : null}
      {look.data === undefined || asksNothing ? null : <Fields facts={look.data} error={error} onUse={use} onRefused={setError} />}
    </Card>
  )
}

type FieldsProps = {
  readonly facts: LinkFacts
  readonly error: unknown
  readonly onUse: (fields: { name?: string; email?: string; password?: string }) => Promise<void>
  readonly onRefused: (error: unknown) => void
}

function Fields({ facts, error, onUse, onRefused }: FieldsProps) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState(facts.email ?? '')
  const [chosen, setChosen] = useState<NewPassword>({ password: '', again: '' })
  const [isBusy, setBusy] = useState(false)
  const errors = errorsByField(error)
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const faults = newPasswordFaults(chosen)
    if (faults.length > 0) {
      onRefused(refusal(faults))
      return
    }
    setBusy(true)
    await onUse({
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(facts.email === null ? { email: email.trim() } : {}),
      password: chosen.password,
    })
    setBusy(false)
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <SpaceBetween size="m">
        <Box>
          You become {facts.role.replaceAll('-', ' ')}. The link works once, until <Time at={facts.expiresAt} />.
        </Box>
        <FormField label="Name" errorText={errors.get('name')}>
          <Input value={name} autoComplete="name" onChange={({ detail }) => setName(detail.value)} />
        </FormField>
        <FormField label="E-mail" description="You sign in with it." errorText={errors.get('email')}>
          <Input
            type="email"
            value={email}
            disabled={facts.email !== null}
            autoComplete="username"
            onChange={({ detail }) => setEmail(detail.value)}
          />
        </FormField>
        <NewPasswordFields value={chosen} errors={errors} onChange={setChosen} />
        <Button variant="primary" fullWidth loading={isBusy}>
          Begin
        </Button>
      </SpaceBetween>
    </form>
  )
}
