const channelName = 'reeve.signed-in'
/** Where a sign-in ends that was begun beside a page which must not be lost. */
export const signedInPath = '/signed-in'

/**
 * Goes to an identity provider in another tab, so that this page keeps what was typed into it. Answers false where the browser opens no
 * tab; the tab is opened at once, because later it would count as unwanted.
 */
export async function leaveInOtherTab(addressOf: () => Promise<string>): Promise<boolean> {
  const tab = window.open('about:blank', '_blank')
  if (tab === null) return false
  tab.opener = null
  try {
    tab.location.href = await addressOf()
  } catch (error) {
    tab.close()
    throw error
  }
  return true
}

/** Tells the other tabs of this browser that somebody has signed in. */
export function tellSignedIn(): void {
  const channel = new BroadcastChannel(channelName)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel of this origin alone has none
  channel.postMessage(null)
  channel.close()
}

export function onSignedInElsewhere(listener: () => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', listener)
  return () => channel.close()
}
