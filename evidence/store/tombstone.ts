// Promises that what was taken away on purpose says so to every reader: a small file beside the key names the act.
import { canonicalBytes } from "../archive/canonical-json.ts";
import { AppError } from "#core/errors.ts";
import { checkKey, type Store } from "./store.ts";

export type Absence = "destroyed" | "quarantined";

/** `reference` is the number of the minutes, or the id of the quarantine; `at` is RFC 3339. */
export interface Tombstone {
  reference: string;
  at: string;
}

export const tombstoneKey = (key: string, absence: Absence) => checkKey(`${key}.${absence}`);
/** Tombstones name no page and stay readable also where the store encrypts. */
export const isTombstone = (key: string) => /\.(destroyed|quarantined)$/.test(key);
/** Where the bytes of a key wait while they are quarantined: no reader asks there. */
export const quarantineKey = (key: string) => checkKey(`quarantine/${key}`);

/** Says beside the key why its bytes are no longer there. Written before they go; said only while they are away. */
export async function putTombstone(store: Store, key: string, absence: Absence, stone: Tombstone): Promise<void> {
  const name = tombstoneKey(key, absence);
  // An earlier quarantine that was lifted left its stone: the newer one takes its place.
  if (absence === "quarantined" && (await store.has(name))) await store.remove(name);
  await store.put(name, { bytes: canonicalBytes({ format: "vonggac-tombstone/1", ...stone }) });
}

/** The error for a key under which no bytes are: destroyed, quarantined, or never kept. */
export async function explainMissing(store: Store, key: string): Promise<AppError> {
  if (!isTombstone(key)) {
    for (const absence of ["destroyed", "quarantined"] as const) {
      const name = tombstoneKey(key, absence);
      if (await store.has(name)) return goneError(absence, await readStone(store, name));
    }
  }
  return new AppError("not-found", { detail: `${key}: not in the store` });
}

export function goneError(absence: Absence, stone: Tombstone): AppError {
  const day = stone.at.slice(0, 10).split("-").reverse().join("/");
  return absence === "destroyed"
    ? new AppError("evidence.destroyed", { detail: `đã hủy theo biên bản ${stone.reference} ngày ${day}` })
    : new AppError("evidence.quarantined", { detail: `đang cách ly từ ngày ${day}, không được xem` });
}

async function readStone(store: Store, name: string): Promise<Tombstone> {
  const parts: Buffer[] = [];
  for await (const chunk of (await store.get(name)) as AsyncIterable<Buffer>) parts.push(chunk);
  try {
    const { reference, at } = JSON.parse(Buffer.concat(parts).toString("utf8")) as Tombstone;
    return { reference: String(reference), at: String(at) };
  } catch {
    return { reference: "?", at: "" }; // the stone itself is damaged: that it stands there still says enough
  }
}
