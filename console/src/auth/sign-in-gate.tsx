import Modal from '@cloudscape-design/components/modal'
import Spinner from '@cloudscape-design/components/spinner'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { ConnectionLost, isProblem } from '../api/problem.ts'
import { useStore } from '../lib/store.ts'
import { credential } from './credential.ts'
import { sessionQuery } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'

/**
 * Shows the console to whoever is signed in, and the sign-in to everybody else, at the address they asked for. A session that ends keeps
 * the page, and what was typed into it, under the sign-in.
 */
export function SignInGate({ children }: { readonly children: ReactNode }) {
  const state = useStore(credential.state)
  const session = useQuery({ ...sessionQuery, enabled: state !== 'signed_out' })
  const heading = useId()
  if (state === 'signed_out' || (session.data === undefined && isProblem(session.error, 401))) {
    return (
      <main className="sign-in" aria-labelledby={heading}>
        <SignInForm headingId={heading} />
      </main>
    )
  }
  if (session.data === undefined) {
    return (
      <main className="sign-in">
        <div role="status">
          {session.error instanceof ConnectionLost || session.error !== null ? (
            'Reeve does not answer. Looking again every two seconds …'
          ) : (
            <>
              <Spinner /> Signing in …
            </>
          )}
        </div>
      </main>
    )
  }
  return (
    <>
      {children}
      <Modal visible={state === 'expired'} header="Sign in again" closeAriaLabel="Close" onDismiss={() => undefined}>
        <SignInForm hint="Your session has ended. Everything on this page is kept." />
      </Modal>
    </>
  )
}
