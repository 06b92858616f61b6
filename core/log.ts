// Promises one JSON line per event on stderr: past-tense names, ids as fields, never page text or personal data.
import { pino } from "pino";

export const log = pino(
  {
    level: process.env.VONGGAC_LOG ?? "warn",
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  },
  pino.destination({ fd: 2, sync: true }),
);
