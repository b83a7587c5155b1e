import { useCallback, useState } from 'react'

/** A choice of this person in this browser: columns, views. What cannot be read is as if never chosen. */
export function useStored<T>(key: string, fallback: T): readonly [T, (value: T) => void] {
  const name = `reeve.${key}`
  const [value, setValue] = useState<T>(() => (read(name) as T | undefined) ?? fallback)
  const store = useCallback(
    (next: T) => {
      setValue(next)
      localStorage.setItem(name, JSON.stringify(next))
    },
    [name],
  )
  return [value, store]
}

function read(name: string): unknown {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as unknown) ?? undefined
  } catch {
    return undefined
  }
}
