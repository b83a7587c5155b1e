import { AsyncLocalStorage } from 'node:async_hooks'
import type { HandlerOptions, RequestHandler } from './transport.ts'

/** Whose request this must be. `identity` tells two roles of one account apart. */
export type WorkIdentity = { readonly accountId: string; readonly identity: string }
type WorkItem = WorkIdentity | 'unsigned'

/** A request was about to leave with another account's signature. Never an outcome: it is a bug, and nothing was sent. */
export class IdentityMismatchError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'IdentityMismatchError'
  }
}

const ledgerSizeMax = 50_000

/**
 * The last check before the wire. Keys are entered in the ledger when STS issues them, with the account that STS named; the work item
 * travels in async context from the caller. A request whose Authorization header names a key of another account, an unknown key, or
 * that belongs to no work item, is refused. INVARIANT: nothing is sent to AWS that has not passed here.
 */
export class IdentityGuard {
  readonly #workItem = new AsyncLocalStorage<WorkItem>()
  readonly #ledger = new Map<string, WorkIdentity>()
  #refused = 0

  get refused(): number {
    return this.#refused
  }

  /** Enters a key with its proven owner. The oldest are dropped beyond 50,000: their sessions have long expired. */
  enter(accessKeyId: string, owner: WorkIdentity): void {
    this.#ledger.delete(accessKeyId)
    this.#ledger.set(accessKeyId, owner)
    if (this.#ledger.size <= ledgerSizeMax) return
    const oldest = this.#ledger.keys().next()
    if (oldest.done !== true) this.#ledger.delete(oldest.value)
  }

  runAs<T>(owner: WorkIdentity, run: () => Promise<T>): Promise<T> {
    return this.#workItem.run(owner, run)
  }

  /** For the few calls that carry no signature (AssumeRoleWithWebIdentity); a signed request in this context is refused. */
  runUnsigned<T>(run: () => Promise<T>): Promise<T> {
    return this.#workItem.run('unsigned', run)
  }

  /**
   * Wraps the shared handler for SDK clients. The SDK's hooks that reconfigure or destroy a handler are inert here: throw-away clients
   * must not touch the connection pool of the others.
   */
  wrap(inner: RequestHandler, allowsHost: (hostname: string) => boolean) {
    return {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: async (request: Parameters<RequestHandler['handle']>[0], options?: HandlerOptions) => {
        this.#check(request.headers)
        if (!allowsHost(request.hostname))
          throw new Error(
            `Refused to send to ${request.hostname}: it is neither AWS nor a configured endpoint. An endpoint_url in shared configuration files is not used; set AWS_ENDPOINT_URL.`,
          )
        return inner.handle(request, options)
      },
      updateHttpClientConfig: () => {},
      httpHandlerConfigs: () => ({}),
      destroy: () => {},
    }
  }

  #check(headers: Readonly<Record<string, string>>) {
    const workItem = this.#workItem.getStore()
    const accessKeyId = signedBy(headers)
    const problem = this.#findProblem(workItem, accessKeyId)
    if (problem === undefined) return
    this.#refused += 1
    throw new IdentityMismatchError(problem)
  }

  #findProblem(workItem: WorkItem | undefined, accessKeyId: string | undefined): string | undefined {
    if (workItem === undefined) return 'Refused to send a request that belongs to no work item.'
    if (workItem === 'unsigned')
      return accessKeyId === undefined ? undefined : 'Refused to send a signed request where an unsigned one was meant.'
    if (accessKeyId === undefined) return `Refused to send an unsigned request for account ${workItem.accountId}.`
    const owner = this.#ledger.get(accessKeyId)
    if (owner === undefined)
      return `Refused to send a request for account ${workItem.accountId}: it is signed with a key that STS did not issue to us.`
    if (owner.accountId === workItem.accountId && owner.identity === workItem.identity) return undefined
    return `Refused to send a request for account ${workItem.accountId}: it is signed with a key of account ${owner.accountId}.`
  }
}

/** SigV4: `AWS4-HMAC-SHA256 Credential=<key id>/<date>/<region>/<service>/aws4_request, …`. */
function signedBy(headers: Readonly<Record<string, string>>): string | undefined {
  const authorization = headers['authorization'] ?? headers['Authorization']
  if (authorization === undefined) return undefined
  return /Credential=([^/,\s]+)\//.exec(authorization)?.[1] ?? authorization
}
