import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import { useState } from 'react'
import type { Person } from '../../api/operations.gen.ts'
import { errorsByField } from '../../api/problem.ts'
import { refusal } from '../../api/refusal.ts'
import { authApi } from '../../auth/auth-api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useAction } from '../../components/use-action.ts'
import { OwnerForPasswordManagers } from '../../auth/new-password-fields.tsx'
import { newPasswordFaults } from '../../auth/new-password.ts'

export function PasswordSection({ person }: { readonly person: Person }) {
  const [isChanging, setChanging] = useState(false)
  return (
    <Container
      header={
        <Header variant="h2" actions={person.hasPassword ? <Button onClick={() => setChanging(true)}>Change the password</Button> : null}>
          Password
        </Header>
      }
    >
      <Box>
        {person.hasPassword
          ? 'You have a password. A new one signs you out everywhere else.'
          : person.providers.length > 0
            ? 'You have none: you sign in through your identity provider.'
            : 'You have none: you came by a one-time link, and this session is your only way in.'}
      </Box>
      {isChanging ? <ChangePassword email={person.email} onClose={() => setChanging(false)} /> : null}
    </Container>
  )
}

const labels = { currentPassword: 'Current password', newPassword: 'New password', again: 'New password again' }

function ChangePassword({ email, onClose }: { readonly email: string; readonly onClose: () => void }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const action = useAction({
    run: async () => {
      const faults = [
        ...(current === '' ? [{ field: 'currentPassword', message: 'Enter the password you have now.' }] : []),
        ...newPasswordFaults({ password: next, again }).map(({ field, message }) => ({
          field: field === 'password' ? 'newPassword' : field,
          message,
        })),
      ]
      if (faults.length > 0) throw refusal(faults)
      await authApi.changePassword(current, next)
    },
    done: () => 'The password is changed, and every other session ended.',
    after: onClose,
  })
  const errors = errorsByField(action.error)
  return (
    <Dialog
      title="Change the password"
      confirm="Change"
      error={action.error}
      labels={labels}
      isBusy={action.isPending}
      onConfirm={() => action.mutate()}
      onClose={onClose}
    >
      <div>
        <OwnerForPasswordManagers email={email} />
        <FormField label={labels.currentPassword} errorText={errors.get('currentPassword')}>
          <Input type="password" value={current} autoComplete="current-password" onChange={({ detail }) => setCurrent(detail.value)} />
        </FormField>
      </div>
      <FormField
        label={labels.newPassword}
        constraintText="12 characters or more; a sentence is good."
        errorText={errors.get('newPassword')}
      >
        <Input type="password" value={next} autoComplete="new-password" onChange={({ detail }) => setNext(detail.value)} />
      </FormField>
      <FormField label={labels.again} errorText={errors.get('again')}>
        <Input type="password" value={again} autoComplete="new-password" onChange={({ detail }) => setAgain(detail.value)} />
      </FormField>
    </Dialog>
  )
}
