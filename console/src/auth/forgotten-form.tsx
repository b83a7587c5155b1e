import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import type { Ways } from './auth-api.ts'
import { authApi } from './auth-api.ts'
import type { Attempt } from './sign-in-form.tsx'

type Props = {
  readonly by: Ways['passwordReset']
  readonly email: string
  readonly isBusy: boolean
  readonly attempt: Attempt
  readonly onBack: () => void
}

/** Whoever forgot a password: a letter where this site sends them, else whom to ask. */
export function ForgottenForm({ by, email: typed, isBusy, attempt, onBack }: Props) {
  const [email, setEmail] = useState(typed)
  const [isAsked, setAsked] = useState(false)
  const back = (
    <Button variant="inline-link" formAction="none" onClick={onBack}>
      Back to the sign-in
    </Button>
  )
  if (by === 'administrator') {
    return (
      <SpaceBetween size="m">
        <Box>
          This site sends no letters. Ask a domain admin: under Settings › People, on your page, they make a link by which you set a new
          password.
        </Box>
        {back}
      </SpaceBetween>
    )
  }
  if (isAsked) {
    return (
      <SpaceBetween size="m">
        <Alert type="success" header="Look at your mail" statusIconAriaLabel="Done">
          If somebody signs in here with this e-mail and a password, a letter with a link is on its way. It says how long the link works.
        </Alert>
        <Box color="text-body-secondary">Nothing came? Look among the unwanted mail, or ask an administrator.</Box>
        {back}
      </SpaceBetween>
    )
  }
  const submit = attempt(async () => {
    await authApi.forgotten(email.trim())
    setAsked(true)
    return false
  })
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <SpaceBetween size="m">
        <FormField label="E-mail" description="You get a letter with a link that sets a new password.">
          <Input
            type="email"
            inputMode="email"
            value={email}
            autoFocus
            autoComplete="username"
            onChange={({ detail }) => setEmail(detail.value)}
          />
        </FormField>
        <Button variant="primary" fullWidth loading={isBusy}>
          Send the letter
        </Button>
        {back}
      </SpaceBetween>
    </form>
  )
}
