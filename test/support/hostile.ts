/** Text that somebody who may write in AWS, or in Reeve, could use to hide, to break a page, or to run something where it is read. */
export const hostile = {
  markup: '<img src=x onerror=alert(1)><b>bold</b>',
  script: '"><script>document.title="taken"</script>',
  template: '{{7*7}}${7*7}',
  turned: 'invoice\u202Efdp.exe',
  invisible: 'pay\u200Bments\u2060\uFEFF',
  formula: "=cmd|' /C calc'!A0",
  plus: '+1+cmd|calc',
  minus: '-2+3',
  at: '@SUM(1+1)*cmd|calc',
  tab: '\t=1+1',
  turnedFormula: '\u202E=HYPERLINK("https://evil.example")',
  emoji: '👩‍💻🏴󠁧󠁢󠁳󠁣󠁴󠁿',
  combining: `Z${'\u0351\u0352\u0353'.repeat(60)}algo`,
  line: 'one\r\ntwo,three"four',
} as const

/** What a spreadsheet would compute, whatever stands invisibly before it. */
export const formula = /^[\s\p{Cf}]*[=+\-@|%]/u

/** A strict reader of RFC 4180: quotes only around whole cells, every line with as many cells as the first. Throws where a file is not that. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const match = cell.exec(text)
    if (match === null) throw new Error(`no CSV at ${at}: ${JSON.stringify(text.slice(at, at + 80))}`)
    row.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === ',') continue
    if (rows.length > 0 && rows[0]!.length !== row.length)
      throw new Error(`line ${rows.length + 1} has ${row.length} cells, not ${rows[0]!.length}`)
    rows.push(row)
    row = []
  }
  return rows
}
