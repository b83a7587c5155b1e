/** Marks a branch the compiler has proved unreachable; throws if the data disagrees with its type. */
export function assertNever(value: never, what = 'variant'): never {
  throw new Error(`Unhandled ${what}: ${JSON.stringify(value)}`)
}
