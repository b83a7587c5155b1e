/** Shells report a process ended by SIGINT as 130. */
const exitForced = 130

/** One Ctrl-C arrives twice: from the terminal, and passed on by npm. Nobody means it twice so quickly. */
const sameSignalMs = 1_000

/** Aborts on the first SIGTERM or SIGINT, so that work can end cleanly; a second one, a moment later, ends the process where it stands. */
export function stopSignal(note: (text: string) => void): AbortSignal {
  const stop = new AbortController()
  let firstAt = 0
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) {
      if (performance.now() - firstAt > sameSignalMs) process.exit(exitForced)
      return
    }
    firstAt = performance.now()
    note(`reeve: ${name}, stopping (again to force)`)
    stop.abort(new Error(`stopped by ${name}`))
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  return stop.signal
}
