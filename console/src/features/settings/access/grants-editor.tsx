import Box from '@cloudscape-design/components/box'
import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { words } from '../../../lib/words.ts'
import type { GrantDraft } from './grant-draft.ts'
import { GrantFields } from './grant-fields.tsx'

type Props<G extends GrantDraft> = {
  readonly value: readonly G[]
  readonly errors: ReadonlyMap<string, string>
  /** The list's name in the request, so that errors find their row. */
  readonly at: string
  readonly create: () => G
  readonly add: string
  readonly empty: string
  readonly onChange: (value: readonly G[]) => void
  /** What else a row has, before its role; `at` is where its errors stand. */
  readonly before?: (grant: G, set: (part: Partial<G>) => void, at: string) => ReactNode
}

/** Several roles, each with its place; they add up. */
export function GrantsEditor<G extends GrantDraft>({ value, errors, at, create, add, empty, onChange, before }: Props<G>) {
  const set = (id: number) => (part: Partial<G>) => onChange(value.map((each) => (each.id === id ? { ...each, ...part } : each)))
  return (
    <SpaceBetween size="m">
      {value.length === 0 ? <Box color="text-body-secondary">{empty}</Box> : null}
      {value.map((grant, index) => (
        <Container
          key={grant.id}
          header={
            <Header
              variant="h3"
              actions={
                <Button
                  ariaLabel={`Remove ${grant.role === '' ? 'this one' : words(grant.role)}, ${index + 1} of ${value.length}`}
                  formAction="none"
                  onClick={() => onChange(value.filter(({ id }) => id !== grant.id))}
                >
                  Remove
                </Button>
              }
            >
              {index + 1}. {grant.role === '' ? 'New' : words(grant.role)}
            </Header>
          }
        >
          <SpaceBetween size="m">
            {before?.(grant, set(grant.id), `${at}.${index}.`)}
            <GrantFields
              value={grant}
              errors={errors}
              at={`${at}.${index}.`}
              onChange={({ role, scope }) => set(grant.id)({ role, scope } as Partial<G>)}
            />
          </SpaceBetween>
        </Container>
      ))}
      <Button iconName="add-plus" formAction="none" onClick={() => onChange([...value, create()])}>
        {add}
      </Button>
    </SpaceBetween>
  )
}

/** What each field of a list's rows is called in the summary of errors: `Role 2`. */
export function rowLabels(list: string, count: number, labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) =>
      Object.entries(labels).map(([name, label]): [string, string] => [`${list}.${index}.${name}`, `${label} ${index + 1}`]),
    ).flat(),
  )
}
