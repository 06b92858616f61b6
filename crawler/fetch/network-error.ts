// Promises that whatever a socket throws becomes one of three codes with a sentence a person can act on.
import { AppError } from "#core/errors.ts";

const unreachable: Record<string, string> = {
  ENOTFOUND: "no such name (the domain does not exist or has no address)",
  EAI_AGAIN: "the name service did not answer",
  ECONNREFUSED: "the server refused the connection",
  EHOSTUNREACH: "no route to the server",
  ENETUNREACH: "no route to the server's network",
  EADDRNOTAVAIL: "no route to the server's network",
  ETIMEDOUT: "the server did not answer the connection",
};

const broken: Record<string, string> = {
  ECONNRESET: "the server cut the connection before it answered",
  EPIPE: "the server cut the connection before it answered",
  EPROTO: "the TLS handshake failed",
};

/** Why a signal ended a visit: its own reason, a time limit (which uses up a try), or a wish to stop (which does not). */
export function endedBy(signal: AbortSignal | undefined): AppError {
  const reason: unknown = signal?.reason;
  if (reason instanceof AppError) return reason;
  const isLate = reason instanceof Error && reason.name === "TimeoutError";
  return isLate
    ? new AppError("capture.timeout", { cause: reason, detail: "the visit took longer than its job may" })
    : new AppError("stopped", { detail: "the visit was stopped" });
}

/** Wraps a socket, TLS or HTTP parser error; AppErrors pass unchanged. `where` is host:port, never credentials. */
export function toFetchError(error: unknown, where: string): AppError {
  if (error instanceof AppError) return error;
  const cause = error instanceof Error && "code" in error ? String(error.code) : "";
  const facts = { where, cause };
  const options = (detail: string) => ({ cause: error, detail: `${where}: ${detail}`, facts });
  if (unreachable[cause]) return new AppError("fetch.unreachable", options(unreachable[cause]));
  if (broken[cause]) return new AppError("fetch.broken", options(broken[cause]));
  if (cause.startsWith("ERR_SSL") || cause.startsWith("ERR_TLS"))
    return new AppError("fetch.broken", options(`the TLS handshake failed (${cause})`));
  if (cause.startsWith("HPE_")) return new AppError("fetch.broken", options(`the answer is not HTTP (${cause})`));
  return new AppError("fetch.broken", options(error instanceof Error ? error.message : String(error)));
}
