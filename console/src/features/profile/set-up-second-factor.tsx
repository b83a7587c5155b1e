import Box from '@cloudscape-design/components/box'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useState } from 'react'
import { isProblem } from '../../api/problem.ts'
import { authApi, type SecondFactorBegun } from '../../auth/auth-api.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useAction } from '../../components/use-action.ts'
import { AskPassword } from './ask-password.tsx'
import { readOtpUri } from './otp-uri.ts'
import { QrCode } from './qr-code.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

type Props = { readonly email: string; readonly onClose: () => void }

/** Password, then the code to scan and the first code back, then the recovery codes. It counts only once a code of it was right. */
export function SetUpSecondFactor({ email, onClose }: Props) {
  const [isConfirmed, setConfirmed] = useState(false)
  const begin = useAction({ run: (password: string) => authApi.beginSecondFactor(password) })
  if (begin.data === undefined) {
    return (
      <AskPassword title="Set up a second factor" confirm="Continue" email={email} action={begin} onClose={onClose}>
        <Box>You need an authenticator app on your phone, or a password manager that makes codes.</Box>
      </AskPassword>
    )
  }
  return isConfirmed ? (
    <RecoveryCodes codes={begin.data.backupCodes} onClose={onClose} />
  ) : (
    <Scan begun={begin.data} onConfirmed={() => setConfirmed(true)} onClose={onClose} />
  )
}

type ScanProps = { readonly begun: SecondFactorBegun; readonly onConfirmed: () => void; readonly onClose: () => void }

function Scan({ begun: { totpURI }, onConfirmed, onClose }: ScanProps) {
  const [code, setCode] = useState('')
  const confirm = useAction({
    run: () => authApi.code(code.replaceAll(/\s/g, '')),
    done: () => 'From now on a code is asked for after your password.',
    after: onConfirmed,
  })
  return (
    <Dialog
      title="Scan, then enter the code"
      confirm="Confirm"
      error={confirm.error}
      labels={{ code: 'Code' }}
      isBusy={confirm.isPending}
      onConfirm={() => confirm.mutate()}
      onClose={onClose}
    >
      <QrCode text={totpURI} label="QR code for your authenticator app; the key below is the same" />
      <TypeIt uri={totpURI} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          confirm.mutate()
        }}
      >
        <FormField
          label="Code"
          description="The one that the app shows now. Until it is right, nothing changes."
          errorText={
            confirm.error === null
              ? undefined
              : isProblem(confirm.error, 401)
                ? 'Wrong, or too old: enter the one shown now.'
                : 'Six digits.'
          }
        >
          <Input value={code} inputMode="numeric" autoComplete="one-time-code" onChange={({ detail }) => setCode(detail.value)} />
        </FormField>
      </form>
    </Dialog>
  )
}

function TypeIt({ uri }: { readonly uri: string }) {
  const { key, account, issuer, digits, seconds } = readOtpUri(uri)
  return (
    <ExpandableSection headerText="I cannot scan it">
      <SpaceBetween size="s">
        <Box>Enter this in the app by hand, or open the address on the phone itself.</Box>
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: 'Key',
              value: (
                <>
                  <span>{key}</span>{' '}
                  <CopyToClipboard
                    variant="icon"
                    textToCopy={key.replaceAll(' ', '')}
                    copyButtonAriaLabel="Copy the key"
                    copySuccessText="Copied"
                    copyErrorText="Could not copy"
                  />
                </>
              ),
            },
            { label: 'Account', value: <span className="hostile">{`${issuer}: ${account}`}</span> },
            { label: 'Kind', value: `Time-based, ${digits} digits, every ${seconds} seconds` },
            { label: 'Address', value: <a href={uri}>Open in an authenticator app</a> },
          ]}
        />
      </SpaceBetween>
    </ExpandableSection>
  )
}
