import Modal from '@cloudscape-design/components/modal'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { ConnectionLost, isProblem } from '../api/problem.ts'
import { useStore } from '../lib/store.ts'
import { credential } from './credential.ts'
import { takeLinkSecret } from './link-secret.ts'
import { takeProviderRefusal } from './provider-refusal.ts'
import { onSignedInElsewhere, signedInPath } from './other-tab.ts'
import { ResetForm } from './reset-form.tsx'
import { sessionQuery } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'
import { SignedInPage } from './signed-in-page.tsx'
import { useSignedIn } from './use-signed-in.ts'
import { WelcomeForm } from './welcome-form.tsx'

/**
 * Shows the console to whoever is signed in, and the sign-in to everybody else, at the address they asked for. A session that ends keeps
 * the page, and what was typed into it, under the sign-in.
 */
export function SignInGate({ children }: { readonly children: ReactNode }) {
  const hasEnded = useStore(credential.ended)
  const [refusal] = useState(takeProviderRefusal)
  const [link, setLink] = useState(takeLinkSecret)
  const signedIn = useSignedIn()
  useEffect(() => onSignedInElsewhere(() => void signedIn().catch(() => undefined)), [])
  const session = useQuery({
    ...sessionQuery,
    retry: (_, error) => error instanceof ConnectionLost,
    retryDelay: 2000,
    enabled: link === undefined,
  })
  if (link !== undefined) {
    const Form = link.kind === 'reset' ? ResetForm : WelcomeForm
    return (
      <main className="sign-in">
        <Form secret={link.secret} onDone={() => setLink(undefined)} />
      </main>
    )
  }
  if (session.data === undefined) {
    return (
      <main className="sign-in">
        {isProblem(session.error, 401) ? (
          <SignInForm refusal={refusal} />
        ) : session.failureCount === 0 ? (
          <div role="status">
            <Spinner /> One moment …
          </div>
        ) : (
          <div role="status">Reeve does not answer. Looking again every two seconds …</div>
        )}
      </main>
    )
  }
  if (location.pathname === signedInPath) {
    return (
      <main className="sign-in">
        <SignedInPage />
      </main>
    )
  }
  return (
    <>
      {children}
      <Modal visible={hasEnded} header="Sign in again" closeAriaLabel="Close" onDismiss={() => undefined}>
        {hasEnded ? <SignInForm hint="Your session has ended. Everything on this page is kept." keepsPage /> : null}
      </Modal>
    </>
  )
}
