import Cards from '@cloudscape-design/components/cards'
import Header from '@cloudscape-design/components/header'
import Link from '@cloudscape-design/components/link'
import { useQuery } from '@tanstack/react-query'
import { useSearchState } from '../../../app/search-state.ts'
import { Loaded } from '../../../components/loaded.tsx'
import { Page } from '../../../components/page.tsx'
import { guardrailsQuery } from '../queries.ts'
import { GuardrailForm } from './page.tsx'

/** The library of guardrails; one chosen becomes a form, and the form a policy with its proof. */
export function GuardrailsPage() {
  const [{ guardrail }] = useSearchState()
  const query = useQuery(guardrailsQuery)
  const chosen = query.data?.items.find(({ id }) => id === guardrail)
  const trail = [{ text: 'Policies', href: '/policies' }]
  if (chosen !== undefined) {
    return (
      <Page title={chosen.title} trail={[...trail, { text: 'Guardrails', href: '/policies/guardrails' }]} description={chosen.why}>
        <GuardrailForm key={chosen.id} guardrail={chosen} />
      </Page>
    )
  }
  return (
    <Page
      title="Guardrails"
      trail={trail}
      description="Policies with a purpose, built from a form and proved by requests they must allow and deny."
    >
      <Loaded query={query} what="the guardrails">
        {({ items }) => (
          <Cards
            items={items}
            trackBy="id"
            header={<Header counter={`(${items.length})`}>Library</Header>}
            ariaLabels={{ itemSelectionLabel: (_, { title }) => title, selectionGroupLabel: 'Guardrails' }}
            cardsPerRow={[{ cards: 1 }, { minWidth: 700, cards: 2 }, { minWidth: 1200, cards: 3 }]}
            cardDefinition={{
              header: ({ id, title }) => (
                <Link href={`/policies/guardrails?guardrail=${id}`} fontSize="heading-s">
                  {title}
                </Link>
              ),
              sections: [
                { id: 'why', content: ({ why }) => why },
                {
                  id: 'forms',
                  header: 'As',
                  content: ({ forms }) => forms.map((form) => (form === 'scp' ? 'SCP' : 'identity policy')).join(' or '),
                },
              ],
            }}
          />
        )}
      </Loaded>
    </Page>
  )
}
