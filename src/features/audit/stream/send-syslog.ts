import { createSocket } from 'node:dgram'
import { isIP, connect as connectTcp, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import type { Outgoing, ResolvedAddress } from '#platform/http/outgoing.ts'
import type { SyslogSettings } from '../sinks/sink.ts'
import type { Line } from './batch.ts'
import { formatSyslog, frameSyslog } from './format-syslog.ts'
import type { SendOutcome } from './send-outcome.ts'

/** A server that takes longer to accept, read or close is treated as away. */
const silenceMaxMs = 15_000
/** RFC 5426, 3.2: larger messages may be cut or dropped; the largest that IPv4 carries is a little more. */
const datagramBytesMax = 8_192

export type SyslogTarget = { readonly settings: SyslogSettings; readonly clientPrivateKey: string | undefined }
export type SyslogDeps = { readonly outgoing: Outgoing; readonly version: string }
type Shipment = { readonly lines: readonly Line[]; readonly signal: AbortSignal }

/**
 * Sends lines to a syslog server at an address that was checked. Syslog has no receipts: over TCP and TLS each batch has a connection of its
 * own, and counts as sent only when the server has read it to the end and closed in turn, so that a server that dies loses nothing.
 */
export async function sendSyslog(
  { outgoing, version }: SyslogDeps,
  target: SyslogTarget,
  { lines, signal }: Shipment,
): Promise<SendOutcome> {
  const { settings } = target
  const source = { hostname: hostname(), processId: process.pid, version, facility: settings.facility }
  const addresses = await outgoing.resolve(settings.host)
  let refusal: unknown = new Error(`${settings.host} has no address.`)
  for (const address of addresses) {
    try {
      if (settings.transport === 'udp')
        await sendDatagrams(
          address,
          settings.port,
          lines.map((line) => formatSyslog(shortened(line), source)),
        )
      else await sendFrames(address, target, { text: lines.map((line) => frameSyslog(formatSyslog(line, source))).join(''), signal })
      return { kind: 'sent' }
    } catch (error) {
      if (signal.aborted) throw error
      refusal = error
    }
  }
  throw refusal
}

function sendFrames(
  address: ResolvedAddress,
  target: SyslogTarget,
  { text, signal }: { readonly text: string; readonly signal: AbortSignal },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = open(address, target)
    let isReadToTheEnd = false
    const abort = () => socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('The call was given up.'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    socket.setTimeout(silenceMaxMs, () => socket.destroy(new Error(`The server said nothing for ${silenceMaxMs / 1000} seconds.`)))
    socket.once(target.settings.transport === 'tls' ? 'secureConnect' : 'connect', () => socket.end(text))
    socket.on('data', () => undefined)
    socket.once('end', () => (isReadToTheEnd = socket.writableFinished))
    socket.once('error', reject)
    socket.once('close', () => {
      signal.removeEventListener('abort', abort)
      if (isReadToTheEnd) resolve()
      else reject(new Error('The server closed the connection before it had read everything.'))
    })
  })
}

/** The certificate must be of the name that was configured, not of the address behind it. */
function open({ address, family }: ResolvedAddress, { settings, clientPrivateKey }: SyslogTarget): Socket {
  const { host, port, transport, ca, clientCertificate } = settings
  // Half open: our end says that all was sent, theirs that all was read.
  const place = { host: address, port, family, allowHalfOpen: true }
  if (transport !== 'tls') return connectTcp(place)
  return connectTls({
    ...place,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(ca === null ? {} : { ca }),
    ...(clientCertificate === null || clientPrivateKey === undefined ? {} : { cert: clientCertificate, key: clientPrivateKey }),
    minVersion: 'TLSv1.2',
  })
}

/** Nobody confirms a datagram; what the network itself refuses, such as a port that nobody listens on, is all that can be told. */
async function sendDatagrams({ address, family }: ResolvedAddress, port: number, messages: readonly string[]): Promise<void> {
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  const failed = new Promise<never>((_, reject) => socket.once('error', reject))
  try {
    await Promise.race([new Promise<void>((resolve) => socket.connect(port, address, resolve)), failed])
    for (const message of messages)
      await Promise.race([
        new Promise<void>((resolve, reject) => socket.send(message, (error) => (error === null ? resolve() : reject(error)))),
        failed,
      ])
    // The answer of a closed port comes after the datagram; the next turn of the loop tells of it where it came at once.
    await Promise.race([new Promise((resolve) => setTimeout(resolve, 50)), failed])
  } finally {
    failed.catch(() => undefined)
    socket.close()
  }
}

/** Without before and after where they would not fit: an event that is cut off is no JSON, one that is not sent is no event. */
function shortened(line: Line): Line {
  if (line.text.length <= datagramBytesMax) return line
  const facts = JSON.parse(line.text) as Record<string, unknown>
  return { ...line, text: JSON.stringify({ ...facts, before: undefined, after: undefined, shortened: true }) }
}
