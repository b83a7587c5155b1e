import type { CompiledOperation, CompiledService } from './compiled-service.ts'
import type { WireRequest, WireResponse } from './message.ts'

export type WireError = {
  readonly code: string
  readonly status: number
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

export type Wire = {
  readonly decode: (operation: CompiledOperation, request: WireRequest) => Record<string, unknown>
  readonly encode: (service: CompiledService, operation: CompiledOperation, reply: { output: object; requestId: string }) => WireResponse
  readonly encodeError: (service: CompiledService | undefined, error: WireError, requestId: string) => WireResponse
}
