import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'

type Props = { readonly lost: readonly string[]; readonly onClear: () => void }

/** Says that the form goes on where it was left, what has to be entered again, and how to begin anew. */
export function KeptDraftNotice({ lost, onClear }: Props) {
  return (
    <Alert type="info" statusIconAriaLabel="Note" header="You began this before" action={<Button onClick={onClear}>Begin anew</Button>}>
      What you had typed is here again.{' '}
      {lost.length === 0 ? '' : `Secrets are not kept when the page is loaded anew; enter these again: ${lost.join(', ')}.`}
    </Alert>
  )
}
