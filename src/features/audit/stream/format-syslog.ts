import type { Line } from './batch.ts'

export type SyslogSource = { readonly hostname: string; readonly processId: number; readonly version: string; readonly facility: number }

/** RFC 5424, 6.2.1: what was done informs, what was refused warns, what failed is an error. */
const severities: Readonly<Record<string, number>> = { done: 6, refused: 4, failed: 3 }
const informational = 6
/** RFC 5424, 7.3.1: the largest sequenceId; the next is 1 again. */
const sequenceMax = 2_147_483_647

/**
 * One message by RFC 5424. What it carries is JSON in plain ASCII, so that it is valid whatever the receiver takes for a character set, needs
 * no byte order mark and holds no control character that somebody could forge a line with.
 */
export function formatSyslog(line: Line, { hostname, processId, version, facility }: SyslogSource): string {
  const priority = facility * 8 + (severities[line.result] ?? informational)
  const sequence = ((line.sequence - 1) % sequenceMax) + 1
  const data = `[origin software="reeve" swVersion="${paramValue(version).slice(0, 32)}"][meta sequenceId="${sequence}"]`
  const head = `<${priority}>1 ${line.at} ${printable(hostname, 255)} reeve ${processId} ${printable(line.action, 32)}`
  return `${head} ${data} ${asciiJson(line.text)}`
}

/** RFC 6587, 3.4.1: its length in bytes, a space, the message. */
export function frameSyslog(message: string): string {
  return `${Buffer.byteLength(message)} ${message}`
}

/** PRINTUSASCII of a bounded length, or the nil value. */
function printable(text: string, max: number): string {
  const clean = text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, max)
  return clean === '' ? '-' : clean
}

function paramValue(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '').replaceAll(/["\\\]]/g, '\\$&')
}

function asciiJson(json: string): string {
  return json.replaceAll(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
