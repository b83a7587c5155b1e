import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import FormField from '@cloudscape-design/components/form-field'
import Header from '@cloudscape-design/components/header'
import Input from '@cloudscape-design/components/input'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Choice } from '../../../components/choice.tsx'
import { Words } from '../../organizations/settings-fields.tsx'
import { actionsOfServiceQuery, servicesQuery } from '../queries.ts'
import { ActionPicker } from './action-picker.tsx'
import { ConditionFields, type KnownKey } from './condition-fields.tsx'
import { Group } from './group.tsx'
import type { StatementDraft } from './draft.ts'

type Props = {
  readonly number: number
  readonly statement: StatementDraft
  readonly onChange: (part: Partial<StatementDraft>) => void
  readonly onCopy: () => void
  /** Absent where it is the only one. */
  readonly onRemove: (() => void) | undefined
}

const arnFormsShown = 8
const effects = [
  { id: 'Deny', text: 'Deny' },
  { id: 'Allow', text: 'Allow' },
] as const
const reaches = [
  { id: 'these', text: 'These actions' },
  { id: 'except', text: 'All but these' },
] as const

/** One statement: effect, actions, resources, conditions. */
export function StatementFields({ number, statement, onChange, onCopy, onRemove }: Props) {
  const { sid, effect, actionsAre, actions, resources, conditions } = statement
  const { keys, forms } = useKnown(actions)
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" ariaLabel={`Copy statement ${number}`} onClick={onCopy}>
                Copy
              </Button>
              {onRemove === undefined ? null : (
                <Button formAction="none" ariaLabel={`Remove statement ${number}`} onClick={onRemove}>
                  Remove
                </Button>
              )}
            </SpaceBetween>
          }
        >
          Statement {number}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Choice label="Effect" value={effect} options={effects} onChange={(next) => onChange({ effect: next })} />
        <FormField
          label={
            <>
              Statement ID (Sid) <i>– optional</i>
            </>
          }
          constraintText="Letters and digits"
        >
          <Input value={sid} placeholder="DenyLeaving" spellcheck={false} onChange={({ detail }) => onChange({ sid: detail.value })} />
        </FormField>
        <Choice label="Applies to" value={actionsAre} options={reaches} onChange={(next) => onChange({ actionsAre: next })} />
        <ActionPicker
          label={actionsAre === 'these' ? 'Actions' : 'Actions left out'}
          chosen={actions}
          onChange={(next) => onChange({ actions: next })}
        />
        <Group label="Resources" description="ARNs, with * for any part; * alone for every resource.">
          <Words
            value={resources}
            placeholder="arn:aws:s3:::bucket/*"
            add="Add resource"
            onChange={(next) => onChange({ resources: next.length > 1 ? next.filter((each) => each !== '*') : next })}
          />
          {forms.length === 0 ? null : (
            <Box variant="small">
              Forms for these actions:{' '}
              {forms.slice(0, arnFormsShown).map((form, index) => (
                <span key={form}>
                  {index > 0 ? ', ' : ''}
                  <code className="hostile">{form}</code>
                </span>
              ))}
              {forms.length > arnFormsShown ? ` and ${forms.length - arnFormsShown} more` : ''}
            </Box>
          )}
        </Group>
        <ConditionFields conditions={conditions} keys={keys} onChange={(next) => onChange({ conditions: next })} />
      </SpaceBetween>
    </Container>
  )
}

/** Condition keys and ARN forms that AWS publishes for the chosen actions. */
function useKnown(actions: readonly string[]): { readonly keys: readonly KnownKey[]; readonly forms: readonly string[] } {
  const catalogue = useQuery(servicesQuery)
  const services = [...new Set(actions.flatMap((action) => /^([a-z0-9-]+):/i.exec(action)?.[1]?.toLowerCase() ?? []))]
  const lists = useQueries({ queries: services.map((service) => actionsOfServiceQuery(service)) })
  const published = lists.flatMap(({ data }) => data ?? [])
  const matching = published.filter(({ action }) => actions.some((pattern) => isMatch(pattern, action)))
  const globalKeys = catalogue.data?.globalKeys
  const names = matching.map(({ action }) => action).join()
  return useMemo(() => {
    const own = matching.flatMap(({ conditionKeys }) => conditionKeys)
    const keys = new Map([...own, ...(globalKeys ?? [])].map((known) => [known.key.toLowerCase(), known]))
    const forms = new Set(matching.flatMap(({ resourceTypes }) => resourceTypes.flatMap(({ arn }) => arn ?? [])))
    return { keys: [...keys.values()].toSorted((a, b) => a.key.localeCompare(b.key)), forms: [...forms] }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the matching actions are told apart by their names
  }, [names, globalKeys])
}

function isMatch(pattern: string, action: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`, 'i').test(action)
}
