/* oxlint-disable import/no-unassigned-import -- styles are imported for what they do */
import '@cloudscape-design/global-styles/index.css'
import './app/app.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from './app/query-client.ts'
import { preloadPages, router } from './app/router.tsx'
import { followLinks } from './app/follow-links.ts'
import { theme } from './app/theme.ts'
import { credential } from './auth/credential.ts'
import { SignInGate } from './auth/sign-in-gate.tsx'

theme.restore()
credential.restore()
followLinks(document, (href) => router.history.push(href))

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no root element')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <SignInGate>
        <RouterProvider router={router} />
      </SignInGate>
    </QueryClientProvider>
  </StrictMode>,
)

const settledAfterMs = 2000
setTimeout(preloadPages, settledAfterMs)
