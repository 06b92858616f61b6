// Promises a sealed file's time stamps beside it, for captures that no database knows.
import path from "node:path";
import { AppError, toAppError } from "#core/errors.ts";
import { openSealed } from "#evidence/archive/sealed-reader.ts";
import { openLocalStore } from "#evidence/store/local-store.ts";
import { currentHash } from "#evidence/time/renewal.ts";
import { stampBytes, type Stamping } from "#evidence/time/stamping.ts";
import { tokenFileOf, tokenKeys } from "#evidence/time/token-file.ts";
import { note, plain, say } from "./terminal.ts";

export interface FileStamp {
  state: "none" | "stamped";
  /** The authority's time of the first token. */
  at: string | null;
  authority: string | null;
  pinned: boolean | null;
  error: string;
}

/**
 * One token of each authority as `<name>.<n>.tsr` beside `<name>.wacz`. An authority that does not answer soundly leaves
 * the file as it is: nobody asks again for it. Throws AppError `store.failed` when the disk does not keep a token.
 */
export async function stampFile(stamping: Stamping | null, file: string, signal: AbortSignal): Promise<FileStamp> {
  const done: FileStamp = { state: "none", at: null, authority: null, pinned: null, error: "" };
  if (!stamping) return done;
  const store = openLocalStore(path.dirname(file));
  const key = path.basename(file);
  const { manifestBytes } = await openSealed(store, key);
  let n = 0;
  for (const authority of stamping.authorities) {
    try {
      const stamp = await stampBytes(stamping, authority, manifestBytes, { hash: currentHash(), signal });
      const keys = tokenKeys(key, (n += 1));
      await store.put(keys.token, { bytes: stamp.answer });
      await store.put(keys.facts, { bytes: tokenFileOf(stamp, "manifest") });
      if (n > 1) continue;
      const { genTime, pinned } = stamp;
      Object.assign(done, {
        state: "stamped",
        at: genTime.toISOString(),
        authority: stamp.authority,
        pinned,
        error: "",
      });
    } catch (thrown) {
      if (thrown instanceof AppError && !thrown.code.startsWith("time.")) throw thrown;
      const error = toAppError(thrown);
      note(plain(`${error.message} ${error.cure ?? ""}`, 500));
      if (n === 0) done.error = error.message;
    }
  }
  return done;
}

export function sayFileStamp(stamp: FileStamp | null): string {
  return stamp?.at ?? (stamp ? say("chưa có dấu thời gian", "no time stamp yet") : "");
}
