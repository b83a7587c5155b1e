import { createSocket } from 'node:dgram'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Certificate } from './self-signed.ts'

export type SyslogMessage = {
  readonly facility: number
  readonly severity: number
  readonly timestamp: string
  readonly hostname: string
  readonly appName: string
  readonly processId: string
  readonly messageId: string
  readonly data: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly text: string
}

export type SyslogReceiver = {
  readonly port: number
  readonly messages: SyslogMessage[]
  /** What broke the rules of the wire; a test ends with none. */
  readonly faults: string[]
  /** From now on: take so many messages more, then die as a killed server does, with what it had not read; undefined behaves again. */
  dropAfter(count: number | undefined): void
  /** Resolves as soon as so many messages, or those that `isDone` waits for, have come. */
  reached(count: number | undefined, isDone?: (messages: readonly SyslogMessage[]) => boolean): Promise<void>
  close(): Promise<void>
}

/** RFC 5424, section 6, to the letter: every field's length and characters. Throws at the first that is wrong. */
export function parseSyslog(message: string): SyslogMessage {
  const header =
    /^<(0|[1-9]\d{0,2})>1 (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?(?:Z|[+-]\d{2}:\d{2})) ([!-~]{1,255}) ([!-~]{1,48}) ([!-~]{1,128}) ([!-~]{1,32}) /.exec(
      message,
    )
  if (header === null) throw new Error(`no RFC 5424 header: ${message.slice(0, 200)}`)
  const priority = Number(header[1])
  if (priority > 191) throw new Error(`PRI ${priority} is above 191`)
  if (Number.isNaN(Date.parse(header[2] ?? ''))) throw new Error(`no such time: ${header[2]}`)
  const { data, rest } = parseData(message.slice(header[0].length))
  if (rest !== '' && !rest.startsWith(' ')) throw new Error('no space after the structured data')
  const [, , timestamp = '', hostname = '', appName = '', processId = '', messageId = ''] = header
  return { facility: priority >> 3, severity: priority & 7, timestamp, hostname, appName, processId, messageId, data, text: rest.slice(1) }
}

const sdName = '[!#-<>-\\\\^-~]{1,32}'
const element = new RegExp(`^\\[(${sdName})((?: ${sdName}="(?:[^"\\\\\\]]|\\\\["\\\\\\]])*")*)\\]`)

function parseData(text: string): { readonly data: SyslogMessage['data']; readonly rest: string } {
  if (text.startsWith('-')) return { data: {}, rest: text.slice(1) }
  const data: Record<string, Record<string, string>> = {}
  let rest = text
  for (let match = element.exec(rest); match !== null; match = element.exec(rest)) {
    const [whole, id = '', params = ''] = match
    if (data[id] !== undefined) throw new Error(`SD-ID ${id} comes twice`)
    data[id] = Object.fromEntries(
      [...params.matchAll(/ ([^=]+)="((?:[^"\\\]]|\\["\\\]])*)"/g)].map(([, name = '', value = '']) => [
        name,
        value.replaceAll(/\\(["\\\]])/g, '$1'),
      ]),
    )
    rest = rest.slice(whole.length)
  }
  if (Object.keys(data).length === 0) throw new Error(`no structured data: ${text.slice(0, 100)}`)
  return { data, rest }
}

/** A real syslog server on a free loopback port: octet-counted frames (RFC 6587) over TCP or TLS, or datagrams. */
export async function openSyslogReceiver(
  transport: 'tcp' | 'tls' | 'udp',
  { certificate, port = 0 }: { readonly certificate?: Certificate; readonly port?: number } = {},
): Promise<SyslogReceiver> {
  const messages: SyslogMessage[] = []
  const faults: string[] = []
  let budget: number | undefined
  const take = (text: string): void => {
    try {
      messages.push(parseSyslog(text))
      for (const look of waiting) look()
    } catch (error) {
      faults.push((error as Error).message)
    }
  }
  const waiting = new Set<() => void>()
  const reached: SyslogReceiver['reached'] = (count, isDone = ({ length }) => length >= (count ?? 0)) =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isDone(messages)) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  const common = { messages, faults, reached, dropAfter: (count: number | undefined) => void (budget = count) }
  if (transport === 'udp') {
    const socket = createSocket('udp4', (datagram) => take(datagram.toString('utf8')))
    await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve))
    return { ...common, port: socket.address().port, close: () => new Promise((resolve) => socket.close(() => resolve())) }
  }
  const sockets = new Set<Socket>()
  const serve = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    let buffer: Buffer = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk])
      buffer = readFrames(buffer, (text) => {
        if (budget !== undefined && budget <= 0) return socket.resetAndDestroy()
        if (budget !== undefined) budget -= 1
        return take(text)
      })
    })
    socket.on('end', () => {
      if (buffer.length > 0 && budget === undefined) faults.push(`${buffer.length} bytes that are no whole frame`)
    })
  }
  const server = transport === 'tls' ? createTlsServer({ ...certificate }, serve) : createTcpServer(serve)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    ...common,
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Gives whole frames to `take` and answers what is left over. */
function readFrames(buffer: Buffer, take: (text: string) => unknown): Buffer {
  let rest = buffer
  for (;;) {
    const space = rest.indexOf(32)
    if (space < 0) return rest
    const length = rest.subarray(0, space).toString('latin1')
    if (!/^[1-9]\d{0,8}$/.test(length)) throw new Error(`no MSG-LEN: ${length.slice(0, 20)}`)
    const end = space + 1 + Number(length)
    if (rest.length < end) return rest
    take(rest.subarray(space + 1, end).toString('utf8'))
    rest = rest.subarray(end)
  }
}
