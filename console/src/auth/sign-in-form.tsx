import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { describeError, isProblem, type Problem } from '../api/problem.ts'
import { FormErrors } from '../components/form-errors.tsx'
import { showText } from '../lib/show-text.ts'
import { authApi, type Ways } from './auth-api.ts'
import { Card } from './card.tsx'
import { credential } from './credential.ts'
import { ForgottenForm } from './forgotten-form.tsx'
import { leaveInOtherTab, signedInPath } from './other-tab.ts'
import { leaveForProvider } from './provider-refusal.ts'
import { useSignedIn } from './use-signed-in.ts'

type Step = 'password' | 'code' | 'recovery' | 'forgotten'
export type Attempt = (act: () => Promise<boolean>) => (event?: FormEvent) => Promise<void>
type Props = {
  readonly hint?: string
  readonly refusal?: Problem | undefined
  /** Whether there is a page below that must not be left. */
  readonly keepsPage?: boolean
}
const tokenShape = /^reeve_[A-Za-z0-9_-]{43}$/

/** Every way to sign in that this installation has; a second factor where the person has one. */
export function SignInForm({ hint, refusal, keepsPage = false }: Props) {
  const ways = useQuery({ queryKey: ['ways'], queryFn: authApi.ways, staleTime: 60_000, retry: false })
  const signedIn = useSignedIn()
  const [step, setStep] = useState<Step>('password')
  const [email, setEmail] = useState('')
  const [error, setError] = useState<unknown>(refusal ?? null)
  const [isBusy, setBusy] = useState(false)
  const attempt: Attempt = (act) => async (event) => {
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
  const go = (next: Step): void => {
    setError(null)
    setStep(next)
  }
  const hasPasswords = ways.data?.password !== false
  return (
    <Card title={step === 'forgotten' ? 'Forgot your password' : 'Sign in to Reeve'}>
      {hint === undefined ? null : <Box>{hint}</Box>}
      <FormErrors error={error} header={step === 'forgotten' ? 'Nothing was sent' : 'You are not signed in'} />
      {step === 'forgotten' ? (
        <ForgottenForm
          by={ways.data?.passwordReset ?? 'administrator'}
          email={email}
          isBusy={isBusy}
          attempt={attempt}
          onBack={() => go('password')}
        />
      ) : step !== 'password' ? (
        <CodeForm step={step} setStep={go} isBusy={isBusy} attempt={attempt} />
      ) : (
        <SpaceBetween size="l">
          <Providers providers={ways.data?.providers ?? []} attempt={attempt} keepsPage={keepsPage} />
          {hasPasswords ? (
            <PasswordForm
              email={email}
              setEmail={setEmail}
              isBusy={isBusy}
              attempt={attempt}
              onSecondFactor={() => go('code')}
              onForgotten={() => go('forgotten')}
            />
          ) : (
            <KeptPassword>
              <PasswordForm
                email={email}
                setEmail={setEmail}
                isBusy={isBusy}
                attempt={attempt}
                onSecondFactor={() => go('code')}
                onForgotten={() => go('forgotten')}
              />
            </KeptPassword>
          )}
          <TokenForm attempt={attempt} isBusy={isBusy} />
        </SpaceBetween>
      )}
    </Card>
  )
}

/** The one who keeps a password for the day the provider is away has to have somewhere to type it. */
function KeptPassword({ children }: { readonly children: ReactNode }) {
  return (
    <ExpandableSection
      headerText="Password sign-in is switched off here"
      headerDescription="Except for the one administrator who keeps one."
    >
      {children}
    </ExpandableSection>
  )
}

type ProvidersProps = { readonly providers: Ways['providers']; readonly attempt: Attempt; readonly keepsPage: boolean }

function Providers({ providers, attempt, keepsPage }: ProvidersProps) {
  const leave = async (id: string): Promise<boolean> => {
    if (keepsPage && (await leaveInOtherTab(() => authApi.provider(id, signedInPath)))) return false
    const here = location.pathname + location.search
    const address = await authApi.provider(id, here)
    leaveForProvider(here)
    location.assign(address)
    return false
  }
  if (providers.length === 0) return null
  return (
    <SpaceBetween size="s">
      {providers.map(({ id, name }) => (
        <Button key={id} fullWidth onClick={() => void attempt(() => leave(id))()}>
          Continue with {showText(name, 60)}
        </Button>
      ))}
    </SpaceBetween>
  )
}

type PasswordProps = {
  readonly email: string
  readonly setEmail: (email: string) => void
  readonly isBusy: boolean
  readonly attempt: Attempt
  readonly onSecondFactor: () => void
  readonly onForgotten: () => void
}

function PasswordForm({ email, setEmail, isBusy, attempt, onSecondFactor, onForgotten }: PasswordProps) {
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
        <Button variant="inline-link" formAction="none" onClick={onForgotten}>
          Forgot your password?
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
