import Button from '@cloudscape-design/components/button'
import Container from '@cloudscape-design/components/container'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import type { ReactNode } from 'react'
import { errorsByField } from '../../api/problem.ts'
import { useSearchState } from '../../app/search-state.ts'
import { FormErrors } from '../../components/form-errors.tsx'
import { useAction } from '../../components/use-action.ts'

/** A question to the policies as last read: its fields live in the address, its answer and its errors here. */
export function useQuestion<Answer>(ask: (value: (name: string) => string) => Promise<Answer>) {
  const [search, change] = useSearchState()
  const value = (name: string): string => search[name] ?? ''
  const asked = useAction({ run: () => ask(value) })
  const errors = errorsByField(asked.error)
  return {
    asked,
    error: (field: string): string | undefined => errors.get(field),
    value,
    set: (name: string) => (value: string) => change({ [name]: value }, { replace: true }),
  }
}

type Props = {
  readonly title: string
  readonly submit: string
  readonly asked: { readonly isPending: boolean; readonly error: unknown; readonly mutate: () => void }
  readonly labels: Readonly<Record<string, string>>
  readonly children: ReactNode
}

/** The fields of a question, with every error in one place above them and the button that asks. */
export function QuestionForm({ title, submit, asked, labels, children }: Props) {
  return (
    <Container
      header={<Header variant="h2">{title}</Header>}
      footer={
        <Button variant="primary" loading={asked.isPending} onClick={() => asked.mutate()}>
          {submit}
        </Button>
      }
    >
      <SpaceBetween size="m">
        <FormErrors error={asked.error} labels={labels} />
        {children}
      </SpaceBetween>
    </Container>
  )
}
