import Alert from '@cloudscape-design/components/alert'
import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import ColumnLayout from '@cloudscape-design/components/column-layout'
import ExpandableSection from '@cloudscape-design/components/expandable-section'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../../api/client.ts'
import type { AccountPreparation } from '../../../api/operations.gen.ts'
import { errorsByField } from '../../../api/problem.ts'
import { FormErrors } from '../../../components/form-errors.tsx'
import { useAction } from '../../../components/use-action.ts'
import { KitFiles } from '../../organizations/kit-files.tsx'
import { callerQuery } from '../../organizations/running-as.tsx'
import { exampleArn, fieldLabels } from './draft.ts'
import type { FieldsProps } from './role-fields.tsx'

/** A new ExternalId and the files that make the role; what was made goes straight into the fields (CONN-10). */
export function PrepareRole({ draft, set, errors: ofForm }: FieldsProps) {
  const caller = useQuery(callerQuery)
  const partition = /^arn:([\w-]+):/.exec(caller.data?.caller?.principalArn ?? '')?.[1] ?? 'aws'
  const action = useAction({
    run: () => call('POST /v1/accounts/prepare', { body: { accountId: draft.accountId.trim(), roleName: draft.roleName.trim() } }),
    after: ({ roleArn, externalId }) => set({ roleArn, externalId }),
  })
  const errors = errorsByField(action.error)
  return (
    <ExpandableSection
      variant="container"
      defaultExpanded
      headerText="The role does not exist yet?"
      headerDescription="Reeve generates an ExternalId and writes the template, the commands and both policies for it."
    >
      <SpaceBetween size="m">
        <FormErrors error={action.error} labels={fieldLabels} header="The files could not be made" />
        <ColumnLayout columns={2}>
          <FormField label="Account ID" constraintText="Twelve digits" errorText={errors.get('accountId') ?? ofForm.get('accountId')}>
            <Input
              value={draft.accountId}
              inputMode="numeric"
              placeholder="111122223333"
              onChange={({ detail }) => set({ accountId: detail.value })}
            />
          </FormField>
          <FormField
            label="Name of the role to make"
            constraintText={
              <>
                It is then{' '}
                <code className="hostile" data-testid="example-arn">
                  {exampleArn(draft, partition)}
                </code>
              </>
            }
            errorText={errors.get('roleName')}
          >
            <Input value={draft.roleName} spellcheck={false} onChange={({ detail }) => set({ roleName: detail.value })} />
          </FormField>
        </ColumnLayout>
        <Box>
          <Button loading={action.isPending} onClick={() => action.mutate()}>
            {action.data === undefined ? 'Generate ExternalId and files' : 'Generate them anew'}
          </Button>
        </Box>
        {action.data === undefined ? null : (
          <SpaceBetween size="m">
            <Alert type="success" statusIconAriaLabel="Done">
              A new ExternalId is in the files, and filled in below together with the role’s ARN. It is stored nowhere until the account is
              added.
            </Alert>
            <KitFiles kit={{ files: action.data.files, notes: [] }} message={messageOf(action.data)} />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </ExpandableSection>
  )
}

/** What to write to whoever holds the rights in the account. */
function messageOf({ roleArn, hostingAccountId, files }: AccountPreparation): string {
  return [
    'Hello,',
    '',
    `we want Reeve to read the AWS account ${roleArn.split(':')[4] ?? ''}. It needs one role that only reads: ${roleArn}.`,
    '',
    ...files.map(({ name, purpose }) => `- ${name}: ${purpose}`),
    '',
    `The role trusts the account ${hostingAccountId}, in which Reeve runs, and asks for an ExternalId.`,
    'Please run commands.sh with rights on IAM, or upload the template to CloudFormation, then tell me that it is done.',
    'The ExternalId inside works like a password: keep the files to yourself.',
  ].join('\n')
}
