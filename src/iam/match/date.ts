const isoForm = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/
const epochForm = /^-?\d{5,15}(?:\.\d{1,9})?$/

/**
 * Reads a W3C ISO 8601 date or epoch seconds, as milliseconds since 1970; `undefined` for anything else. Four digits are a year.
 * A time without zone is UTC.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function parseDate(text: string): number | undefined {
  return text.length === 20 && text.endsWith('Z') ? (parseUtcSecond(text) ?? parseAnyDate(text)) : parseAnyDate(text)
}

/** `2026-11-21T12:00:00Z`, the form of `aws:CurrentTime`, without a regular expression. */
function parseUtcSecond(text: string): number | undefined {
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return undefined
  const month = digits(text, 5, 2)
  const day = digits(text, 8, 2)
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  const second = digits(text, 17, 2)
  const year = digits(text, 0, 4)
  // Days that not every month has, and anything unusual, take the careful way.
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour <= 23 && minute <= 59 && second <= 59 && year >= 1000)) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function digits(text: string, at: number, count: number): number {
  let value = 0
  for (let index = at; index < at + count; index++) {
    const code = text.charCodeAt(index) - 48
    if (code < 0 || code > 9) return Number.NaN
    value = value * 10 + code
  }
  return value
}

function parseAnyDate(text: string): number | undefined {
  if (epochForm.test(text)) return Number(text) * 1000
  if (text === '0') return 0
  const parts = isoForm.exec(text)
  if (parts === null) return undefined
  const [, year = '1970', month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '0', zone = 'Z'] = parts
  if (Number(month) > 12 || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Math.floor(Number(`0.${fraction}`) * 1000),
  )
  if (Number.isNaN(time) || new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)) return undefined
  return time - offsetMs(zone)
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0
  const sign = zone.startsWith('-') ? -1 : 1
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000
}
