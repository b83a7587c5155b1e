import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { Copyable } from '../../components/copyable.tsx'

type Props = {
  readonly title: string
  readonly secret: string
  /** `the link`: what the copy button copies. */
  readonly what: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Something that is seen this once. It closes only by its button, so that no slip of the hand loses it. */
export function SecretShown({ title, secret, what, onClose, children }: Props) {
  return (
    <Modal
      visible
      header={title}
      closeAriaLabel="Close"
      onDismiss={({ detail }) => {
        if (detail.reason === 'closeButton') onClose()
      }}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            I have copied it
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning" statusIconAriaLabel="Warning">
          {children}
        </Alert>
        <div className="secret">
          <Copyable text={secret} what={what} />
        </div>
      </SpaceBetween>
    </Modal>
  )
}
