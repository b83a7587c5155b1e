import Box from '@cloudscape-design/components/box'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import Table from '@cloudscape-design/components/table'
import type { ScimConnection } from '../../../api/operations.gen.ts'
import { Text } from '../../../components/text.tsx'
import { ShownGrant } from '../access/shown-grant.tsx'

/** A directory's settings for whoever may only look. */
export function DirectoryFacts({ directory }: { readonly directory: ScimConnection }) {
  const { identityProvider, provisionedOnly, match, grants } = directory
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">The directory</Header>}>
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'Where its people sign in', value: identityProvider ?? 'At no provider' },
            { label: 'Others at that provider', value: provisionedOnly ? 'Are refused' : 'Come in by their claims' },
            { label: 'Claim with the external ID', value: <Text>{match.externalIdClaim}</Text> },
            { label: 'Else, claim with the user name', value: <Text>{match.userNameClaim ?? 'Not used'}</Text> },
            { label: 'Else, a verified e-mail', value: match.verifiedEmail ? 'Used' : 'Not used' },
          ]}
        />
      </Container>
      <Table
        wrapLines
        items={grants}
        ariaLabels={{ tableLabel: 'Which group gives which role' }}
        header={<Header variant="h2">Which group gives which role</Header>}
        empty={<Box>None: people are created without roles.</Box>}
        columnDefinitions={[
          {
            id: 'group',
            header: 'Group',
            isRowHeader: true,
            cell: ({ claim, value }) => (
              <>
                <Text max={200}>{value}</Text>
                {claim === 'externalId' ? ' (ID in the directory)' : ''}
              </>
            ),
          },
          { id: 'gives', header: 'Gives', cell: (grant) => <ShownGrant {...grant} /> },
        ]}
      />
    </SpaceBetween>
  )
}
