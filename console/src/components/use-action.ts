import { useMutation, useQueryClient } from '@tanstack/react-query'
import { messages } from '../app/messages.ts'

type Action<Input, Output> = {
  readonly run: (input: Input) => Promise<Output>
  readonly done?: (output: Output) => string | undefined
  /** What the message says when it fails; absent where a form shows the error itself. */
  readonly failed?: string
  readonly after?: (output: Output) => void
}

/** Does something on the server, tells how it went, and reads anew what may have changed. */
export function useAction<Input = void, Output = unknown>({ run, done, failed, after }: Action<Input, Output>) {
  const client = useQueryClient()
  return useMutation<Output, Error, Input>({
    mutationFn: run,
    onSuccess: (output) => {
      const message = done?.(output)
      if (message !== undefined) messages.done(message)
      void client.invalidateQueries()
      after?.(output)
    },
    onError: (error) => {
      if (failed !== undefined) messages.failed(failed, error)
    },
  })
}
