import SpaceBetween from '@cloudscape-design/components/space-between'
import { Directories } from './directories.tsx'
import { Letters } from './letters.tsx'
import { PasswordSignIn } from './password-sign-in.tsx'
import { ProvidersTable } from './providers-table.tsx'

/** How people sign in: through which providers, with or without passwords, and who is kept by a directory. */
export function SignInTab() {
  return (
    <SpaceBetween size="l">
      <PasswordSignIn />
      <ProvidersTable />
      <Directories />
      <Letters />
    </SpaceBetween>
  )
}
