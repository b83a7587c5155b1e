import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { showText } from '../lib/show-text.ts'
import { FormErrors } from './form-errors.tsx'

type Props = {
  readonly title: string
  readonly confirm: string
  readonly error?: unknown
  readonly labels?: Readonly<Record<string, string>>
  readonly isBusy?: boolean
  readonly size?: 'medium' | 'large'
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A question with one thing to do and a way out; errors stand in it until it is right. */
export function Dialog({ title, confirm, error, labels = {}, isBusy = false, size = 'medium', onConfirm, onClose, children }: Props) {
  return (
    <Modal
      visible
      size={size}
      header={showText(title, 120)}
      closeAriaLabel="Close"
      onDismiss={({ detail }) => {
        // A click beside it is a slip of the hand, and would lose what was typed.
        if (detail.reason !== 'overlay') onClose()
      }}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button variant="primary" loading={isBusy} onClick={onConfirm}>
              {confirm}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FormErrors error={error} labels={labels} />
        {children}
      </SpaceBetween>
    </Modal>
  )
}
