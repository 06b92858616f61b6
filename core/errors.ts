// Promises one error type for the whole house: a code from a closed list, never a message to be parsed.

/** What a code means: the HTTP status at the desk, whether a job may retry, how loud the log is. */
export interface ErrorMeaning {
  http: number;
  retry: boolean;
  level: "info" | "warn" | "error";
}

const meaning = (http: number, retry: boolean, level: ErrorMeaning["level"]): ErrorMeaning => ({
  http,
  retry,
  level,
});

export const errorCodes = {
  "config.invalid": meaning(500, false, "error"),
  "input.invalid": meaning(400, false, "info"),
  "input.unreadable": meaning(400, false, "info"),
  "not-found": meaning(404, false, "info"),
  conflict: meaning(409, false, "info"),
  "auth.required": meaning(401, false, "info"),
  "auth.denied": meaning(403, false, "warn"),
  "auth.locked": meaning(429, false, "warn"),
  /** The act asks for a fresh second factor (TOTP or passkey); the screen asks for it and sends the act again. */
  "auth.step-up": meaning(403, false, "info"),
  "guard.refused": meaning(400, false, "warn"),
  "guard.budget": meaning(502, false, "warn"),
  "politeness.robots": meaning(403, false, "info"),
  "politeness.not-now": meaning(503, true, "info"),
  stopped: meaning(503, true, "warn"),
  "fetch.unreachable": meaning(502, true, "info"),
  "fetch.timeout": meaning(504, true, "info"),
  "fetch.broken": meaning(502, true, "info"),
  "browser.missing": meaning(503, false, "error"),
  "browser.library-missing": meaning(503, false, "error"),
  "browser.crashed": meaning(502, true, "warn"),
  "capture.timeout": meaning(504, true, "warn"),
  "capture.failed": meaning(502, true, "warn"),
  "seal.no-key": meaning(409, false, "warn"),
  "seal.failed": meaning(500, true, "error"),
  "time.unavailable": meaning(502, true, "warn"),
  "time.refused": meaning(502, true, "error"),
  "ledger.forked": meaning(500, false, "error"),
  "witness.unavailable": meaning(502, true, "warn"),
  "replay.failed": meaning(500, true, "warn"),
  "evidence.held": meaning(409, false, "warn"),
  "evidence.destroyed": meaning(410, false, "info"),
  "evidence.quarantined": meaning(403, false, "warn"),
  "store.full": meaning(507, true, "error"),
  "store.failed": meaning(500, true, "error"),
  "store.exists": meaning(409, false, "warn"),
  "database.unavailable": meaning(503, true, "error"),
  "database.failed": meaning(500, true, "error"),
  "queue.unavailable": meaning(503, true, "error"),
  internal: meaning(500, true, "error"),
} as const satisfies Record<string, ErrorMeaning>;

export type ErrorCode = keyof typeof errorCodes;

export interface AppErrorOptions {
  cause?: unknown;
  /** What went wrong, in English, naming the field. */
  detail?: string;
  /** The one thing the reader can do about it. */
  cure?: string;
  /** Ids and values for the log; never page text or personal data. */
  facts?: Record<string, string | number | boolean | null>;
}

/** The only error thrown on purpose in this program. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly cure: string | undefined;
  readonly facts: Record<string, string | number | boolean | null>;

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(
      options.detail ? `${code}: ${options.detail}` : code,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.name = "AppError";
    this.code = code;
    this.cure = options.cure;
    this.facts = options.facts ?? {};
  }

  get meaning(): ErrorMeaning {
    return errorCodes[this.code];
  }
}

/** Wraps anything thrown into an AppError; one that already is comes back as it was. */
export function toAppError(error: unknown, fallback: ErrorCode = "internal"): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new AppError(fallback, { cause: error, detail });
}
