import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Checkbox from '@cloudscape-design/components/checkbox'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import Modal from '@cloudscape-design/components/modal'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { saveFile } from '../../lib/save-file.ts'

type Props = { readonly codes: readonly string[]; readonly onClose: () => void }

/** Recovery codes, seen this once: it closes only when somebody says that they have them. */
export function RecoveryCodes({ codes, onClose }: Props) {
  const [hasKept, setKept] = useState(false)
  const text = codes.join('\n')
  return (
    <Modal
      visible
      header="Keep the recovery codes"
      closeAriaLabel="Close"
      onDismiss={() => {
        if (hasKept) onClose()
      }}
      footer={
        <Box float="right">
          <Button variant="primary" disabled={!hasKept} disabledReason="Say first that you have kept them." onClick={onClose}>
            Done
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning" statusIconAriaLabel="Warning">
          They are shown this once. Each signs you in once in place of a code from the app: without phone and codes you are locked out.
        </Alert>
        <ul className="recovery-codes" aria-label="Recovery codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <SpaceBetween direction="horizontal" size="xs">
          <CopyToClipboard copyButtonText="Copy all" copySuccessText="Copied" copyErrorText="Could not copy" textToCopy={text} />
          <Button
            iconName="download"
            onClick={() =>
              saveFile('reeve-recovery-codes.txt', `Recovery codes for Reeve at ${location.origin}\nEach works once.\n\n${text}\n`)
            }
          >
            Download
          </Button>
        </SpaceBetween>
        <Checkbox checked={hasKept} onChange={({ detail }) => setKept(detail.checked)}>
          I keep them where I find them without my phone
        </Checkbox>
      </SpaceBetween>
    </Modal>
  )
}
