import { appendFileSync } from 'node:fs'
import dgram from 'node:dgram'
import net from 'node:net'

/**
 * Preloaded into Reeve and every Node program that it starts (`NODE_OPTIONS=--import`): writes down each connection before it is tried.
 * Everything in Node that speaks TCP, TLS included, goes through this one method, and no module of ours can have taken hold of it earlier.
 */
const file = process.env['REEVE_TEST_CONNECTIONS_FILE'] ?? ''

function record(target: string): void {
  appendFileSync(file, `${target}\n`)
}

// oxlint-disable-next-line typescript/unbound-method -- called below with the socket as `this`
const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]): net.Socket {
  // Called by net itself with its normalized arguments, and by others with what the documentation allows.
  const [first, second] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given
  if (typeof first === 'object' && first !== null) {
    const { path, host, port } = first as { readonly path?: string; readonly host?: string; readonly port?: number | string }
    record(path === undefined || path === null ? `tcp ${host ?? 'localhost'}:${port}` : `unix ${path}`)
  } else record(typeof first === 'string' ? `unix ${first}` : `tcp ${typeof second === 'string' ? second : 'localhost'}:${String(first)}`)
  return Reflect.apply(connect, this, given) as net.Socket
}

// oxlint-disable-next-line typescript/unbound-method -- called below with the socket as `this`
const send = dgram.Socket.prototype.send
dgram.Socket.prototype.send = function (this: dgram.Socket, ...given: unknown[]): void {
  record(`udp ${given.filter((part) => typeof part === 'string' || typeof part === 'number').join(':')}`)
  Reflect.apply(send, this, given)
} as typeof send
