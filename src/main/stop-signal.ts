/** Shells report a process ended by SIGINT as 130. */
const exitForced = 130

/** Aborts on the first SIGTERM or SIGINT, so that work can end cleanly; a second one ends the process where it stands. */
export function stopSignal(note: (text: string) => void): AbortSignal {
  const stop = new AbortController()
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(exitForced)
    note(`reeve: ${name}, stopping (again to force)`)
    stop.abort(new Error(`stopped by ${name}`))
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  return stop.signal
}
