// Promises one JSON line per event on stderr: past-tense names, ids as fields, never page text or personal data.
import { pino } from "pino";

/** Only what tells the error apart: drivers hang whole connections, keys included, on theirs. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack } = error;
  const code = (error as { code?: unknown }).code;
  const cause = error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : undefined;
  return { name, code, message, cause, stack };
}

export const log = pino(
  {
    level: process.env.VONGGAC_LOG ?? "warn",
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
  },
  pino.destination({ fd: 2, sync: true }),
);
