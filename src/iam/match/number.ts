const decimalForm = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$/
/** Up to this many characters a double holds every decimal apart from its neighbours. */
const exactLength = 15

/** A decimal: its double, and its text for the digits that a double cannot hold. */
export type Decimal = { readonly approximate: number; readonly text: string }

/** Reads an integer or decimal, at most 256 characters long; `undefined` for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  if (text.length > 256) return undefined
  const trimmed = text.trim()
  return decimalForm.test(trimmed) ? { approximate: Number(trimmed), text: trimmed } : undefined
}

/** Negative, zero or positive as `a` is below, equal to or above `b`; exact beyond what a double can hold. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const difference = a.approximate - b.approximate
  if (a.text.length <= exactLength && b.text.length <= exactLength) return difference
  if (Math.abs(difference) > 1e-6 * Math.max(Math.abs(a.approximate), Math.abs(b.approximate))) return difference
  const [left, right] = [scaled(a.text), scaled(b.text)]
  const exponent = left.exponent < right.exponent ? left.exponent : right.exponent
  const difference2 = left.digits * 10n ** (left.exponent - exponent) - right.digits * 10n ** (right.exponent - exponent)
  return difference2 < 0n ? -1 : difference2 > 0n ? 1 : 0
}

function scaled(text: string): { digits: bigint; exponent: bigint } {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.replace(/^\+/, '').split('.')
  const digits = whole + fraction
  return { digits: BigInt(digits === '' || digits === '-' ? '0' : digits), exponent: BigInt(power) - BigInt(fraction.length) }
}
