import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Checksum, SourceData } from '@smithy/types'
import type { KeyPair } from '../define-world.ts'

export type ToSign = {
  readonly url: string
  /** POST when absent. */
  readonly method?: string
  readonly service: string
  readonly region?: string
  readonly headers?: Record<string, string>
  readonly body: string
  readonly keys: KeyPair
}

/** A request signed by the SDK's own signer, for requests that no client of ours would make. */
export async function signedPost({
  url,
  method = 'POST',
  service,
  region = 'us-east-1',
  headers = {},
  body,
  keys,
}: ToSign): Promise<HttpRequest> {
  const { hostname, port, host, pathname, searchParams } = new URL(url)
  const request = new HttpRequest({
    method,
    protocol: 'http:',
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host, ...headers },
    body,
    ...(port === '' ? {} : { port: Number(port) }),
  })
  return (await new SignatureV4({ service, region, uriEscapePath: service !== 's3', credentials: keys, sha256: Sha256 }).sign(
    request,
  )) as HttpRequest
}

/** SHA-256 as the signer wants it, over node's own. */
class Sha256 implements Checksum {
  readonly #hash: Hash | Hmac
  constructor(secret?: SourceData) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array)
  }
  update(data: Uint8Array): void {
    this.#hash.update(data)
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
  reset(): void {}
}
