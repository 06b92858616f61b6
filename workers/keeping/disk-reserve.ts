// Promises that no new capture starts on a disk that is almost full, and that work which meets a full disk waits instead of being given up.
import { statfs } from "node:fs/promises";
import type { Config } from "#core/config.ts";
import { AppError, toAppError } from "#core/errors.ts";
import { log } from "#core/log.ts";
import type { CaptureId } from "#core/id.ts";
import { noteCaptureWaits } from "#core/records/capture.ts";
import { isFull } from "#evidence/store/store-error.ts";
import type { House } from "../house.ts";

const lookAgainMs = 15_000;
const sayAgainMs = 60_000;
let saidAtMs = -Infinity;

/** Free bytes of the disk that holds the data folder, for whoever is not root. */
export async function freeBytes(config: Pick<Config, "dataDir">): Promise<number> {
  const { bavail, bsize } = await statfs(config.dataDir);
  return bavail * bsize;
}

/** Throws `store.full` with a time to look again, which uses up no attempt of the job; running captures and seals do not ask. */
export async function refuseBelowReserve(house: Pick<House, "config" | "database">, id: CaptureId): Promise<void> {
  const free = await freeBytes(house.config);
  const reserve = house.config.VONGGAC_DISK_RESERVE_BYTES;
  if (free >= reserve) return;
  const megabytes = (bytes: number) => Math.floor(bytes / 1e6).toLocaleString("vi-VN");
  const detail = `ổ đĩa còn ${megabytes(free)} MB, dưới mức dự trữ ${megabytes(reserve)} MB: chưa chụp trang mới`;
  throw await waitForSpace(house, id, new AppError("store.full", { detail }));
}

/** A full disk behind an error becomes a wait of the job; any other error comes back as it is. */
export async function waitIfFull(
  house: Pick<House, "config" | "database">,
  id: CaptureId | null,
  error: unknown,
): Promise<unknown> {
  return isFull(error) ? waitForSpace(house, id, toAppError(error)) : error;
}

async function waitForSpace(
  house: Pick<House, "config" | "database">,
  id: CaptureId | null,
  full: AppError,
): Promise<AppError> {
  const cure = "Giải phóng ổ đĩa chứa VONGGAC_DATA hoặc chuyển sang ổ lớn hơn; việc đang chờ tự làm tiếp.";
  const waits = new AppError("store.full", {
    cause: full,
    detail: full.message.replace(/^store\.full: /, ""),
    cure,
    facts: { retryAtMs: Date.now() + lookAgainMs },
  });
  if (performance.now() - saidAtMs > sayAgainMs) {
    saidAtMs = performance.now();
    log.warn({ captureId: id, detail: waits.message, cure }, "capture.waits-for-space");
  }
  // The database's disk may be the full one: the reason is then in the log alone.
  if (id) await noteCaptureWaits(house.database.pool, id, waits.message).catch(() => undefined);
  return waits;
}
