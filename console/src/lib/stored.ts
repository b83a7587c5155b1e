import { useCallback, useState } from 'react'

/** A choice of this person in this browser: columns, views. What cannot be read is as if never chosen. */
export function useStored<T>(key: string, fallback: T): readonly [T, (value: T) => void] {
  const name = `reeve.${key}`
  const [value, setValue] = useState<T>(() => read(name) ?? fallback)
  const store = useCallback(
    (next: T) => {
      setValue(next)
      localStorage.setItem(name, JSON.stringify(next))
    },
    [name],
  )
  return [value, store]
}

function read<T>(name: string): T | undefined {
  try {
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as T | null) ?? undefined
  } catch {
    return undefined
  }
}
