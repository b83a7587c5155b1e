import Button from '@cloudscape-design/components/button'
import { useMay } from '../../../auth/session.ts'

/** Absent for who may not add accounts. */
export function AddAccountButton() {
  const may = useMay()
  return may('accounts:write', 'everywhere') ? <Button href="/accounts/add">Add account</Button> : null
}
