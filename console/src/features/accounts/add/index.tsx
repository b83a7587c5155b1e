import { Page } from '../../../components/page.tsx'
import { AddAccountForm } from './page.tsx'

export function AddAccountPage() {
  return (
    <Page
      title="Add account"
      trail={[{ text: 'Accounts', href: '/accounts' }]}
      description="A single account that no organization manages. Accounts of an organization come with it."
    >
      <AddAccountForm />
    </Page>
  )
}
