import { Page } from '../../../components/page.tsx'
import { AddOrganizationWizard } from './page.tsx'

export function AddOrganizationPage() {
  return (
    <Page title="Add organization" trail={[{ text: 'Organizations', href: '/organizations' }]}>
      <AddOrganizationWizard />
    </Page>
  )
}
