/** A policy that one page made and the next one takes up. Kept in memory: policies are too long for an address. */
let given: string | undefined

export const handOver = {
  give: (text: string): void => {
    given = text
  },
  take: (): string | undefined => given,
}
