import Button from '@cloudscape-design/components/button'
import Form from '@cloudscape-design/components/form'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'

type Props = {
  readonly cancelHref: string
  readonly submit: string
  readonly isBusy: boolean
  /** Why there is nothing to submit yet. */
  readonly disabledReason?: string | undefined
  /** What else can be done with what was typed; stands before the button that submits. */
  readonly more?: ReactNode
  readonly onSubmit: () => void
  readonly children: ReactNode
}

/** A form of a page of its own: one thing to do with it, and a way out that is a link. */
export function PageForm({ cancelHref, submit, isBusy, disabledReason, more, onSubmit, children }: Props) {
  return (
    <Form
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button variant="link" href={cancelHref}>
            Cancel
          </Button>
          {more}
          <Button
            variant="primary"
            loading={isBusy}
            disabled={disabledReason !== undefined}
            {...(disabledReason !== undefined && { disabledReason })}
            onClick={onSubmit}
          >
            {submit}
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">{children}</SpaceBetween>
    </Form>
  )
}
