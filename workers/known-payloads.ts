// Promises that a recapture refers only to bytes that really stand whole in an earlier sealed package of the same target.
import type { Db } from "#core/db/sql.ts";
import { CaptureId, type TargetId } from "#core/id.ts";
import { log } from "#core/log.ts";
import { toAppError } from "#core/errors.ts";
import { lockKeeping } from "#core/records/hold.ts";
import { insertBase, insertPayload, selectKnownPayload } from "#core/records/sealed-payload.ts";
import { openSealed, type SealedReader } from "#evidence/archive/sealed-reader.ts";
import type { FindKnown } from "#evidence/archive/warc-writer.ts";
import type { WrittenRecord } from "#evidence/archive/warc-record.ts";
import type { House } from "./house.ts";
import { refuseIfDestroyed } from "./keeping/refuse-destroyed.ts";

/** Looks a payload up and reads it back before anything relies on it; what does not read back is kept again. */
export function createKnownPayloads(house: House, targetId: TargetId): FindKnown {
  const readers = new Map<string, Promise<SealedReader>>();
  return async (payloadSha256) => {
    const row = await selectKnownPayload(house.database.pool, targetId, Buffer.from(payloadSha256, "hex"));
    if (!row) return null;
    try {
      let reader = readers.get(row.storeKey);
      if (!reader) readers.set(row.storeKey, (reader = openSealed(house.store, row.storeKey)));
      const { record } = await (await reader).read(row.record);
      if (record.payloadSha256 !== payloadSha256 || record.refersTo) return null;
    } catch (error) {
      log.warn({ err: toAppError(error), captureId: row.captureId }, "payload.not-readable");
      return null;
    }
    return {
      captureId: row.captureId,
      package: row.storeKey,
      packageSha256: row.packageSha256.toString("hex"),
      record: row.record,
      uri: row.uri,
      date: row.recordDate,
      payloadSha256,
      payloadSizeBytes: row.sizeBytes,
    };
  };
}

/**
 * Holds the packages that the new one refers to against their destruction until the transaction ends; from then on its own
 * rows do. Call before anything else is locked. Throws AppError `evidence.destroyed` where one went since the sealing.
 */
export async function holdBases(tx: Db, records: readonly WrittenRecord[]): Promise<void> {
  const bases = new Set(records.flatMap(({ refersTo }) => refersTo?.captureId ?? []));
  for (const base of [...bases].toSorted().map((id) => CaptureId.parse(id))) {
    await lockKeeping(tx, base);
    await refuseIfDestroyed(tx, base);
  }
}

/** Enters what the new package holds whole and what it refers to, in the transaction of its seal. */
export async function enterPayloads(
  tx: Db,
  captureId: CaptureId,
  targetId: TargetId,
  records: readonly WrittenRecord[],
): Promise<void> {
  const bases = new Map<string, { payloads: number; sizeBytes: number }>();
  for (const record of records) {
    const { id, uri, date, payloadSha256, payloadSizeBytes: sizeBytes, refersTo } = record;
    if (refersTo) {
      const base = bases.get(refersTo.captureId) ?? { payloads: 0, sizeBytes: 0 };
      bases.set(refersTo.captureId, { payloads: base.payloads + 1, sizeBytes: base.sizeBytes + sizeBytes });
    } else if (uri !== null && sizeBytes > 0)
      await insertPayload(tx, { captureId, targetId, payloadSha256, sizeBytes, record: id, uri, date });
  }
  for (const [base, facts] of bases)
    await insertBase(tx, { captureId, baseCaptureId: CaptureId.parse(base), ...facts });
}
