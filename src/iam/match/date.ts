const isoForm = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/
const epochForm = /^-?\d{5,15}(?:\.\d{1,9})?$/

/**
 * Reads a W3C ISO 8601 date or epoch seconds, as milliseconds since 1970; `undefined` for anything else. Four digits are a year.
 * A time without zone is UTC.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function parseDate(text: string): number | undefined {
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
