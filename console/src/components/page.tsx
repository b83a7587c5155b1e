import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group'
import ContentLayout from '@cloudscape-design/components/content-layout'
import Header from '@cloudscape-design/components/header'
import SpaceBetween from '@cloudscape-design/components/space-between'
import { type ReactNode, useEffect } from 'react'
import { pageTitle } from '../app/page-title.ts'
import { showText } from '../lib/show-text.ts'

export type Crumb = { readonly text: string; readonly href: string }
type PageProps = {
  readonly title: string
  readonly trail: readonly Crumb[]
  readonly description?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** What every page has: where it stands, its heading, what can be done with it as a whole. */
export function Page({ title, trail, description, actions, children }: PageProps) {
  const shown = showText(title, 120)
  useEffect(() => pageTitle.set(shown), [shown])
  return (
    <ContentLayout
      breadcrumbs={
        <BreadcrumbGroup
          ariaLabel="Where this page is"
          items={[
            { text: 'Reeve', href: '/' },
            ...trail.map((crumb) => ({ ...crumb, text: showText(crumb.text, 60) })),
            { text: shown, href: '#' },
          ]}
          expandAriaLabel="Show the way"
        />
      }
      header={
        <Header variant="h1" description={description} actions={actions}>
          <bdi className="hostile">{shown}</bdi>
        </Header>
      }
    >
      <SpaceBetween size="l">{children}</SpaceBetween>
    </ContentLayout>
  )
}
