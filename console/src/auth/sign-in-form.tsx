import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { describeError, isProblem, type Problem } from '../api/problem.ts'
import { FormErrors } from '../components/form-errors.tsx'
import { authApi } from './auth-api.ts'
import { credential } from './credential.ts'
import { leaveForProvider } from './provider-refusal.ts'
import { useSignedIn } from './use-signed-in.ts'

type Step = 'password' | 'code' | 'recovery'
const tokenShape = /^reeve_[A-Za-z0-9_-]{43}$/

/** Every way to sign in that this installation has; a second factor where the person has one. */
export function SignInForm({ hint, refusal }: { readonly hint?: string; readonly refusal?: Problem | undefined }) {
  const ways = useQuery({ queryKey: ['ways'], queryFn: authApi.ways, staleTime: 60_000, retry: false })
  const signedIn = useSignedIn()
  const [step, setStep] = useState<Step>('password')
  const [error, setError] = useState<unknown>(refusal ?? null)
  const [isBusy, setBusy] = useState(false)
  const attempt = (act: () => Promise<boolean>) => async (event?: FormEvent) => {
    event?.preventDefault()
    setBusy(true)
    setError(null)
    try {
      if (await act()) await signedIn()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  const providers = ways.data?.providers ?? []
  return (
    <Container
      header={
        <Box variant="h1" padding={{ top: 'xs' }}>
          Sign in to Reeve
        </Box>
      }
    >
      <SpaceBetween size="l">
        {hint === undefined ? null : <Box>{hint}</Box>}
        <FormErrors error={error} header="You are not signed in" />
        {step !== 'password' ? (
          <CodeForm step={step} setStep={setStep} isBusy={isBusy} attempt={attempt} />
        ) : (
          <>
            {providers.map(({ id, name }) => (
              <Button
                key={id}
                fullWidth
                onClick={() =>
                  void attempt(async () => {
                    const here = location.pathname + location.search
                    const address = await authApi.provider(id, here)
                    leaveForProvider(here)
                    location.assign(address)
                    return false
                  })()
                }
              >
                Continue with {name}
              </Button>
            ))}
            {ways.data?.password === false ? null : (
              <PasswordForm isBusy={isBusy} attempt={attempt} onSecondFactor={() => setStep('code')} />
            )}
            {ways.data?.password === false ? <Box color="text-body-secondary">Password sign-in is switched off here.</Box> : null}
            <TokenForm attempt={attempt} isBusy={isBusy} />
          </>
        )}
      </SpaceBetween>
    </Container>
  )
}

type Attempt = (act: () => Promise<boolean>) => (event?: FormEvent) => Promise<void>

function PasswordForm({
  isBusy,
  attempt,
  onSecondFactor,
}: {
  readonly isBusy: boolean
  readonly attempt: Attempt
  readonly onSecondFactor: () => void
}) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const submit = attempt(async () => {
    const asksMore = await authApi.password(email.trim(), password)
    if (asksMore) onSecondFactor()
    return !asksMore
  })
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <SpaceBetween size="m">
        <FormField label="E-mail">
          <Input type="email" inputMode="email" value={email} autoComplete="username" onChange={({ detail }) => setEmail(detail.value)} />
        </FormField>
        <FormField label="Password">
          <Input type="password" value={password} autoComplete="current-password" onChange={({ detail }) => setPassword(detail.value)} />
        </FormField>
        <Button variant="primary" fullWidth loading={isBusy}>
          Sign in
        </Button>
      </SpaceBetween>
    </form>
  )
}

type CodeProps = { readonly step: Step; readonly setStep: (step: Step) => void; readonly isBusy: boolean; readonly attempt: Attempt }

function CodeForm({ step, setStep, isBusy, attempt }: CodeProps) {
  const [code, setCode] = useState('')
  const isRecovery = step === 'recovery'
  const submit = attempt(async () => {
    await (isRecovery ? authApi.recoveryCode(code.trim()) : authApi.code(code.replaceAll(' ', '')))
    return true
  })
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <SpaceBetween size="m">
        <FormField
          label={isRecovery ? 'Recovery code' : 'Code'}
          description={isRecovery ? 'Each works once.' : 'From your authenticator app.'}
        >
          <Input
            value={code}
            autoFocus
            inputMode={isRecovery ? 'text' : 'numeric'}
            autoComplete="one-time-code"
            onChange={({ detail }) => setCode(detail.value)}
          />
        </FormField>
        <Button variant="primary" fullWidth loading={isBusy}>
          Sign in
        </Button>
        <SpaceBetween direction="horizontal" size="m">
          <Button variant="inline-link" formAction="none" onClick={() => setStep(isRecovery ? 'code' : 'recovery')}>
            {isRecovery ? 'Use the authenticator app' : 'Use a recovery code'}
          </Button>
          <Button variant="inline-link" formAction="none" onClick={() => setStep('password')}>
            Back
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </form>
  )
}

/** For whoever has no person here yet, or a program's view: a token, kept in this tab only. */
function TokenForm({ attempt, isBusy }: { readonly attempt: Attempt; readonly isBusy: boolean }) {
  const signedIn = useSignedIn()
  const [token, setToken] = useState('')
  const [error, setError] = useState('')
  const submit = attempt(async () => {
    if (!tokenShape.test(token.trim())) {
      setError('An API token is “reeve_” followed by 43 characters.')
      return false
    }
    credential.accept(token.trim())
    await signedIn().catch((problem: unknown) => {
      credential.forget()
      setError(isProblem(problem, 401) ? 'This token is not valid: unknown, expired or revoked.' : describeError(problem))
    })
    return false
  })
  return (
    <ExpandableSection headerText="Use an API token instead">
      <form noValidate onSubmit={(event) => void submit(event)}>
        <SpaceBetween size="m">
          <FormField
            label="API token"
            description="An administrator creates one with: reeve token create"
            constraintText="Kept in this tab only, and forgotten when it closes."
            errorText={error}
          >
            <Input
              value={token}
              type="password"
              autoComplete={false}
              spellcheck={false}
              placeholder="reeve_…"
              onChange={({ detail }) => {
                setToken(detail.value)
                setError('')
              }}
            />
          </FormField>
          <Button loading={isBusy}>Sign in with the token</Button>
        </SpaceBetween>
      </form>
    </ExpandableSection>
  )
}
