/**
 * One line of CSV as RFC 4180 has it, in which no cell can become a formula: what a spreadsheet would compute is led by an apostrophe.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** One cell of it; spaces and marks that nobody sees may stand before what a spreadsheet computes. */
export function csvCell(text: string): string {
  const harmless = /^[\s\p{Cf}]*[=+\-@\t\r|%＝＋－＠]/u.test(text) ? `'${text}` : text
  return /[",\r\n']/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
