const moment = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g
const here = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** A sentence in which moments written for programs stand in the viewer's zone. */
export function withLocalTimes(sentence: string): string {
  return sentence.replaceAll(moment, (text) => (Number.isNaN(Date.parse(text)) ? text : here.format(new Date(text))))
}
