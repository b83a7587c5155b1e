import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { OrganizationKit } from '../../api/operations.gen.ts'
import { saveFile } from '../../lib/save-file.ts'

type Props = { readonly kit: Pick<OrganizationKit, 'files' | 'notes'>; readonly message: string }

/** The files that make the roles in AWS, to save or copy, and a message for whoever holds the rights to run them. */
export function KitFiles({ kit, message }: Props) {
  return (
    <SpaceBetween size="m">
      {kit.notes.length === 0 ? null : (
        <Alert type="info" header="Good to know" statusIconAriaLabel="Note">
          <ul>
            {kit.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Alert>
      )}
      {kit.files.map(({ name, purpose, content }) => (
        <ExpandableSection
          key={name}
          headerText={name}
          headerDescription={purpose}
          headerActions={
            <SpaceBetween direction="horizontal" size="xs">
              <CopyToClipboard
                copyButtonText="Copy"
                copyButtonAriaLabel={`Copy ${name}`}
                textToCopy={content}
                copySuccessText="Copied"
                copyErrorText="Could not copy"
              />
              <Button iconName="download" ariaLabel={`Save ${name}`} onClick={() => saveFile(name, content)}>
                Save
              </Button>
            </SpaceBetween>
          }
          variant="container"
        >
          <pre className="code" tabIndex={0} aria-label={name}>
            <div style={{ paddingInline: 12, whiteSpace: 'pre' }}>{content}</div>
          </pre>
        </ExpandableSection>
      ))}
      <ExpandableSection
        variant="container"
        headerText="Somebody else holds the AWS rights?"
        headerDescription="Send this with the files."
        headerActions={
          <CopyToClipboard copyButtonText="Copy message" textToCopy={message} copySuccessText="Copied" copyErrorText="Could not copy" />
        }
      >
        <Box variant="pre">{message}</Box>
      </ExpandableSection>
    </SpaceBetween>
  )
}

/** What to write to the person who can create the roles. */
export function kitMessage(kit: OrganizationKit): string {
  return [
    'Hello,',
    '',
    'we want Reeve to read our AWS organization: its accounts, OUs, tags and policies. It needs two roles that only read.',
    '',
    ...kit.files.map(({ name, purpose }) => `- ${name}: ${purpose}`),
    '',
    `They trust: ${kit.callerArns.join(', ') || '(the server’s role; not known yet)'}`,
    '',
    'Please run them as they say, then send me the ARN of the organization role. The ExternalIds inside work like passwords: keep the files to yourself.',
  ].join('\n')
}
