import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import { useEffect, useRef } from 'react'

type Props = { readonly what: string; readonly onTakeTheirs: () => void }

/** Somebody else saved first. Nothing is overwritten, and nothing typed is lost until the person asks to see what the other saved. */
export function Overtaken({ what, onTakeTheirs }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div ref={box} tabIndex={-1} role="alert" data-testid="conflict">
      <Alert
        type="warning"
        header={`Somebody else saved ${what} meanwhile; yours is not saved`}
        statusIconAriaLabel="Warning"
        action={
          <Button formAction="none" onClick={onTakeTheirs}>
            Show theirs
          </Button>
        }
      >
        What you typed is kept until you choose to see what they saved; then it is gone.
      </Alert>
    </div>
  )
}
