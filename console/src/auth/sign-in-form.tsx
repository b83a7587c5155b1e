import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Form from '@cloudscape-design/components/form'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { describeError, isProblem } from '../api/problem.ts'
import { credential } from './credential.ts'
import { sessionQuery } from './session.ts'

const shape = /^reeve_[A-Za-z0-9_-]{43}$/

/** Takes an API token. It stays in this tab, and is gone when the tab is closed. */
export function SignInForm({ headingId, hint }: { readonly headingId?: string; readonly hint?: string }) {
  const client = useQueryClient()
  const [token, setToken] = useState('')
  const [error, setError] = useState('')
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    const value = token.trim()
    if (!shape.test(value)) return setError('An API token is “reeve_” followed by 43 characters.')
    setBusy(true)
    credential.accept(value)
    try {
      await client.fetchQuery({ ...sessionQuery, staleTime: 0 })
    } catch (problem) {
      if (hint === undefined) credential.signOut()
      setError(isProblem(problem, 401) ? 'This token is not valid: unknown, expired or revoked.' : describeError(problem))
    }
    setBusy(false)
  }

  return (
    <Container
      header={
        <Box variant="h1" padding={{ top: 'xs' }}>
          <span id={headingId}>Sign in to Reeve</span>
        </Box>
      }
    >
      <form onSubmit={(event) => void submit(event)}>
        <Form actions={<Button variant="primary" loading={isBusy}>Sign in</Button>}>
          <SpaceBetween size="l">
            {hint === undefined ? null : <Box>{hint}</Box>}
            <FormField
              label="API token"
              description="An administrator creates one with: reeve token create"
              constraintText="Kept in this tab only, and forgotten when it closes."
              errorText={error}
            >
              <Input value={token} type="password" autoComplete={false} spellcheck={false} placeholder="reeve_…" onChange={({ detail }) => { setToken(detail.value); setError('') }} />
            </FormField>
          </SpaceBetween>
        </Form>
      </form>
    </Container>
  )
}
