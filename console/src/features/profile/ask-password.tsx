import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import type { UseMutationResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { isProblem } from '../../api/problem.ts'
import { refusal } from '../../api/refusal.ts'
import { OwnerForPasswordManagers } from '../../auth/new-password-fields.tsx'
import { Dialog } from '../../components/dialog.tsx'

type Props<T> = {
  readonly title: string
  readonly confirm: string
  readonly email: string
  readonly action: UseMutationResult<T, Error, string>
  readonly onClose: () => void
  readonly children: ReactNode
}

/** What changes how somebody signs in asks for their password first: a session left open at a desk is not enough. */
export function AskPassword<T>({ title, confirm, email, action, onClose, children }: Props<T>) {
  const [password, setPassword] = useState('')
  const [isEmpty, setEmpty] = useState(false)
  const error = isEmpty ? emptyPassword : isProblem(action.error, 401) ? wrongPassword(action.error.message) : action.error
  return (
    <Dialog
      title={title}
      confirm={confirm}
      error={error}
      labels={{ password: 'Password' }}
      isBusy={action.isPending}
      onConfirm={() => {
        setEmpty(password === '')
        if (password !== '') action.mutate(password)
      }}
      onClose={onClose}
    >
      {children}
      <div>
        <OwnerForPasswordManagers email={email} />
        <FormField
          label="Password"
          errorText={isEmpty || isProblem(action.error, 401) ? 'Enter the password you sign in with.' : undefined}
        >
          <Input type="password" value={password} autoComplete="current-password" onChange={({ detail }) => setPassword(detail.value)} />
        </FormField>
      </div>
    </Dialog>
  )
}

const emptyPassword = refusal([{ field: 'password', message: 'Enter the password you sign in with.' }])
const said = new Map<string, Error>()

/** The same object for the same refusal: the summary takes the focus when the error changes, not at every key. */
function wrongPassword(message: string): Error {
  const known = said.get(message) ?? refusal([{ field: 'password', message }])
  said.set(message, known)
  return known
}
