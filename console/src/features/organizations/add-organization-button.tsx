import Button from '@cloudscape-design/components/button'
import { useMay } from '../../auth/session.ts'

/** Absent for who may not register organizations. */
export function AddOrganizationButton() {
  const may = useMay()
  return may('organizations:write') ? (
    <Button variant="primary" href="/organizations/add">
      Add organization
    </Button>
  ) : null
}
