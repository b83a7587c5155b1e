import Alert from '@cloudscape-design/components/alert'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { Text } from '../../../components/text.tsx'
import { type Draft, exampleMemberArn } from '../draft.ts'
import { nameOf, type ScopeNode } from '../scope-tree.ts'

type Props = {
  readonly draft: Draft
  readonly go: (step: number) => void
  /** Names of OUs, where the tree was read. */
  readonly roots: readonly ScopeNode[]
}

const given = (text: string): string => (text.trim() === '' ? 'Not given' : text.trim())

/** Everything once more, and what registering will do to accounts that are here already (ORG-16). */
export function Review({ draft, go, roots }: Props) {
  const edit = (step: number, name: string) => (
    <Button ariaLabel={`Edit ${name}`} onClick={() => go(step)}>
      Edit
    </Button>
  )
  return (
    <SpaceBetween size="l">
      <Alert type="warning" header="Accounts that are here already" statusIconAriaLabel="Warning">
        Accounts of this organization that were added before are taken over: their credentials are replaced by the ones of this form. Where
        the member role is missing or wrong, Reeve sees nothing of the account until that is mended; the account’s status says so.
      </Alert>
      <Container
        header={
          <Header variant="h2" actions={edit(1, 'organization role')}>
            Organization role
          </Header>
        }
      >
        <KeyValuePairs
          minColumnWidth={210}
          columns={3}
          items={[
            { label: 'ARN', value: <Text>{given(draft.orgRoleArn)}</Text> },
            { label: 'Session', value: `${given(draft.orgSession)}, ${draft.orgDuration} s` },
            { label: 'ExternalId', value: draft.orgExternalId === '' ? 'None' : 'Given' },
          ]}
        />
      </Container>
      <Container
        header={
          <Header variant="h2" actions={edit(2, 'member role')}>
            Member role
          </Header>
        }
      >
        <KeyValuePairs
          minColumnWidth={210}
          columns={3}
          items={[
            { label: 'For example', value: <Text>{exampleMemberArn(draft)}</Text> },
            { label: 'Session', value: `${given(draft.memberSession)}, ${draft.memberDuration} s` },
            { label: 'ExternalId', value: draft.memberExternalId === '' ? 'None' : 'Given' },
          ]}
        />
      </Container>
      <Container
        header={
          <Header variant="h2" actions={edit(3, 'caller')}>
            Caller
          </Header>
        }
      >
        {draft.callerKind === 'default'
          ? 'The server’s own role'
          : draft.callerKind === 'profile'
            ? `Profile ${given(draft.profile)}`
            : `Stored keys ${given(draft.accessKeyId)}`}
      </Container>
      <Container
        header={
          <Header variant="h2" actions={edit(4, 'scope and upkeep')}>
            Scope and upkeep
          </Header>
        }
      >
        <KeyValuePairs
          minColumnWidth={210}
          columns={3}
          items={[
            {
              label: 'Imported',
              value:
                draft.isScopeLimited && draft.scopeOuIds.length > 0 ? (
                  <Text max={600}>{draft.scopeOuIds.map((id) => nameOf(roots, id)).join(', ')}</Text>
                ) : (
                  'The whole organization'
                ),
            },
            {
              label: 'Left out by name',
              value: draft.excludePrefixes.length === 0 ? 'None' : <Text>{draft.excludePrefixes.join(', ')}</Text>,
            },
            { label: 'Nickname', value: <Text>{given(draft.nickname)}</Text> },
            { label: 'Badges from tags', value: draft.autoBadge ? 'Yes' : 'No' },
            { label: 'Suspended accounts', value: draft.autoRemoveSuspended ? 'Removed by themselves' : 'Kept' },
          ]}
        />
      </Container>
    </SpaceBetween>
  )
}
