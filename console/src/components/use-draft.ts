import { useEffect, useRef, useState } from 'react'
import { useSession } from '../auth/session.ts'
import { type DraftShape, draftText, readDraft } from '../lib/kept-draft.ts'

export type KeptDraft<T> = {
  readonly draft: T
  readonly set: (part: Partial<T>) => void
  /** Whether the form began with what was typed before. */
  readonly wasKept: boolean
  /** Secrets that were typed before the page was loaded anew, and still have to be entered again. */
  readonly lost: readonly (keyof T)[]
  /** Forgets the draft, here and where it is kept. */
  readonly clear: () => void
}

/** Drafts with their secrets, until the page is loaded anew: a look at another page of the console loses nothing. */
const inMemory = new Map<string, object>()

/**
 * What was typed into a long form, kept in this tab until it is sent or given up. Secrets are kept in memory alone, never in the
 * browser's storage. Another person who signs in to the same tab does not meet it.
 */
export function useDraft<T extends object>(name: string, shape: DraftShape<T>): KeptDraft<T> {
  const { actor } = useSession()
  const key = `reeve.draft.${actor.id}.${name}`
  const [began] = useState(() => begin(key, shape))
  const [draft, setDraft] = useState<T>(began?.draft ?? shape.empty)
  const [wasKept, setKept] = useState(began !== undefined)
  const isChanged = useRef(false)
  useEffect(() => {
    if (isChanged.current) keep(key, draft, shape)
  }, [key, draft, shape])
  return {
    draft,
    wasKept,
    lost: wasKept ? (began?.lost ?? []).filter((field) => draft[field] === shape.empty[field]) : [],
    set: (part) => {
      isChanged.current = true
      setDraft((before) => ({ ...before, ...part }))
    },
    clear: () => {
      isChanged.current = false
      inMemory.delete(key)
      sessionStorage.removeItem(key)
      setKept(false)
      setDraft(shape.empty)
    },
  }
}

function begin<T extends object>(
  key: string,
  shape: DraftShape<T>,
): { readonly draft: T; readonly lost: readonly (keyof T)[] } | undefined {
  const remembered = inMemory.get(key) as T | undefined
  return remembered === undefined ? readDraft(sessionStorage.getItem(key), shape) : { draft: remembered, lost: [] }
}

function keep<T extends object>(key: string, draft: T, shape: DraftShape<T>): void {
  inMemory.set(key, draft)
  try {
    sessionStorage.setItem(key, draftText(draft, shape))
  } catch {
    // A storage that is full or forbidden costs a reload its draft, and nothing else.
  }
}
