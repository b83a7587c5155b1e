/**
 * True when `text` matches `pattern`, where `*` stands for any run of characters and everything else for itself.
 * Two pointers and one remembered star: O(pattern × text) at worst, whatever the pattern, so a hostile one cannot hang us.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let resume = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      resume = t
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** Matches whole path segments: `**` stands for any number of segments (none included), `*` within a segment for any run of characters. */
export function matchesSegments(pattern: readonly string[], segments: readonly string[]): boolean {
  let p = 0
  let s = 0
  let star = -1
  let resume = 0
  while (s < segments.length) {
    const wanted = pattern[p]
    if (wanted === '**') {
      star = p++
      resume = s
    } else if (wanted !== undefined && matchesGlob(wanted, segments[s]!)) {
      p++
      s++
    } else if (star >= 0) {
      p = star + 1
      s = ++resume
    } else return false
  }
  while (pattern[p] === '**') p++
  return p === pattern.length
}
