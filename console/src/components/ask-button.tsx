import Button from '@cloudscape-design/components/button'
import { type ReactNode, useState } from 'react'
import { Dialog } from './dialog.tsx'

type Props = {
  readonly label: string
  /** Names which one it is about, where several stand in a list. */
  readonly ariaLabel?: string
  readonly variant?: 'normal' | 'inline-link'
  readonly title: string
  readonly action: {
    readonly error: unknown
    readonly isPending: boolean
    mutate(input: undefined, options: { readonly onSuccess: () => void }): void
  }
  readonly children: ReactNode
}

/** A button that asks before it does what it says. */
export function AskButton({ label, ariaLabel, variant = 'normal', title, action, children }: Props) {
  const [isAsking, setAsking] = useState(false)
  const close = (): void => setAsking(false)
  return (
    <>
      <Button variant={variant} {...(ariaLabel !== undefined && { ariaLabel })} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {isAsking ? (
        <Dialog
          title={title}
          confirm={label}
          error={action.error}
          isBusy={action.isPending}
          onConfirm={() => action.mutate(undefined, { onSuccess: close })}
          onClose={close}
        >
          {children}
        </Dialog>
      ) : null}
    </>
  )
}
