// Promises that what a disk or an object store throws reaches people as one AppError with the cure.
import { AppError, type ErrorCode } from "#core/errors.ts";

/** ENOSPC, EDQUOT, EFBIG (a limit on file sizes) and S3's own words for "full" become `store.full`, EEXIST `store.exists`, the rest `fallback`. */
export function storeError(error: unknown, fallback: ErrorCode = "store.failed"): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (["ENOSPC", "EDQUOT", "EFBIG", "XMinioStorageFull", "InsufficientStorage", "QuotaExceeded"].includes(code)) {
    return new AppError("store.full", {
      cause: error,
      detail: "no space is left for evidence; nothing already sealed was touched",
      cure: "Free space or enlarge the disk that holds VONGGAC_DATA (or the bucket's quota); the work is taken up again by itself.",
    });
  }
  const detail = error instanceof Error ? error.message : String(error);
  if (code === "EEXIST") return new AppError("store.exists", { cause: error, detail });
  return new AppError(fallback, { cause: error, detail });
}

function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  const { code, name } = error as { code?: unknown; name?: unknown };
  return typeof code === "string" ? code : typeof name === "string" ? name : "";
}

/** True when a full disk (or bucket, or the database's disk) is behind an error, however deep it was wrapped. */
export function isFull(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if (at instanceof AppError ? at.code === "store.full" : storeError(at).code === "store.full") return true;
    if (/\bENOSPC\b|no space left on device/i.test(at.message)) return true;
  }
  return false;
}
