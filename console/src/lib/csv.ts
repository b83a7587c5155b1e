/**
 * CSV as RFC 4180 has it, in which no cell can become a formula: what a spreadsheet would compute is led by an apostrophe.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function toCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${[header, ...rows].map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(value: string): string {
  const harmless = /^[\s\p{Cf}]*[=+\-@\t\r|%＝＋－＠]/u.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
