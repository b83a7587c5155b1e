import AppLayout from '@cloudscape-design/components/app-layout'
import Flashbar from '@cloudscape-design/components/flashbar'
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation'
import Spinner from '@cloudscape-design/components/spinner'
import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { connection } from '../api/connection.ts'
import { useMay, useSession } from '../auth/session.ts'
import { useSignOut } from '../auth/use-signed-in.ts'
import { useStore } from '../lib/store.ts'
import { useDatabaseNotice } from './database-notice.ts'
import { EndpointBanner } from './endpoint-banner.tsx'
import { messages } from './messages.ts'
import { ForbiddenPage } from './forbidden-page.tsx'
import { isOpen, placeAt, places } from './navigation.ts'
import { useTitle } from './page-title.ts'
import { TopBar } from './top-bar.tsx'

/** What surrounds every page: where one is, where one can go, what just happened. */
export function Shell() {
  const session = useSession()
  const { pathname } = useLocation()
  const signOut = useSignOut()
  const [isOpen, setOpen] = useState(() => innerWidth > 900)
  useTitle()
  return (
    <>
      <div id="top" className="top">
        <EndpointBanner endpoint={session.endpoint} />
        <TopBar session={session} onSignOut={() => void signOut()} />
      </div>
      <AppLayout
        headerSelector="#top"
        toolsHide
        navigationOpen={isOpen}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        navigation={<Menu pathname={pathname} />}
        notifications={<Messages />}
        stickyNotifications
        ariaLabels={{ navigation: 'Menu', navigationClose: 'Close menu', navigationToggle: 'Open menu', notifications: 'Messages' }}
        content={
          <Suspense fallback={<Spinner size="large" />}>
            <Content pathname={pathname} />
          </Suspense>
        }
      />
    </>
  )
}

/** The page, or, where everything on it would be refused, that it is not this person's. */
function Content({ pathname }: { readonly pathname: string }) {
  const may = useMay()
  const place = placeAt(pathname)
  return place === undefined || isOpen(place, may) ? <Outlet /> : <ForbiddenPage place={place} />
}

function Menu({ pathname }: { readonly pathname: string }) {
  const may = useMay()
  const visible = places.filter((place) => place.section !== undefined && isOpen(place, may))
  const sections = Object.groupBy(visible, ({ section }) => section ?? '')
  const items: SideNavigationProps.Item[] = Object.entries(sections).map(([text, links = []]) => ({
    type: 'section',
    text,
    items: links.map(({ text: name, href }) => ({ type: 'link', text: name, href })),
  }))
  const active = placeAt(pathname, visible)
  return <SideNavigation header={{ text: 'Home', href: '/' }} activeHref={active?.href ?? '/'} items={items} />
}

function Messages() {
  const shown = useStore(messages.store)
  const isLost = useStore(connection.state) === 'lost'
  const database = useDatabaseNotice()
  const [isRead, setRead] = useState(false)
  const lost = {
    type: 'warning' as const,
    id: 'connection',
    header: 'Reeve does not answer',
    content: 'What you typed is kept. Looking again every two seconds …',
    loading: true,
  }
  const grown = {
    type: 'warning' as const,
    id: 'database',
    header: 'The embedded database has become too small',
    content: database,
    dismissible: true,
    dismissLabel: 'Dismiss until the page is loaded anew',
    onDismiss: () => setRead(true),
  }
  return (
    <Flashbar
      items={[...(isLost ? [lost] : []), ...(database === undefined || isRead ? [] : [grown]), ...shown]}
      i18nStrings={{
        ariaLabel: 'Messages',
        notificationBarAriaLabel: 'All messages',
        errorIconAriaLabel: 'Error',
        successIconAriaLabel: 'Done',
        infoIconAriaLabel: 'Note',
        warningIconAriaLabel: 'Warning',
        inProgressIconAriaLabel: 'Under way',
      }}
    />
  )
}
