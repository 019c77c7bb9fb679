import { z } from 'zod'

const day = '(?:mon|tue|wed|thu|fri|sat|sun)'
const days = new RegExp(`^${day}(?:-${day})?(?:,${day}(?:-${day})?)*$`)
const clock = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const zone = z
  .string()
  .refine(isZone, { error: 'must be a time zone such as "Europe/Helsinki"' })
  .describe('Time zone, such as "Europe/Helsinki". UTC when left out.')

const time = z.string().regex(clock, { error: 'must be a time such as "09:00"' })

const window = z
  .strictObject({
    days: z
      .string()
      .regex(days, { error: 'must be days such as "mon-fri" or "tue,thu"' })
      .optional()
      .describe('Days such as "mon-fri" or "tue,thu". Every day when left out.'),
    from: time.describe('First minute of the window, such as "09:00".'),
    to: time.describe('End of the window, such as "15:30".'),
    zone: zone.optional(),
  })
  .describe('Hours in which the environment may change.')

export const windows = z.array(window)

export const nag = z.looseObject({
  at: z.string().describe('When to say it: a cron expression such as "0 9 * * 1-5".'),
  zone: zone.optional(),
  room: z.string().optional().describe('Where to say it.'),
})
