// Promises a keeper with its own database and store, and captures that count as sealed in both.
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { now } from "#core/clock.ts";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import type { CaptureId, PageId, TargetId } from "#core/id.ts";
import type { Detection } from "#core/nouns/signal.ts";
import { insertCapture, insertSeal, setCaptureState } from "#core/records/capture.ts";
import { openEvidenceStore } from "#evidence/store/open-store.ts";
import { evidenceKey } from "#evidence/store/store.ts";
import { appendCustody } from "#workers/custody.ts";
import type { Keeper } from "#workers/keeping/keeper.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

export interface TestKeeper extends Keeper {
  database: TestDatabase;
  dataDir: string;
  close(): Promise<void>;
}

export async function openTestKeeper(env: Record<string, string> = {}): Promise<TestKeeper> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-keeper-"));
  const database = await createTestDatabase();
  const config = readConfig({ VONGGAC_DATA: dataDir, ...env });
  return {
    config,
    pool: database.pool,
    store: openEvidenceStore(config),
    database,
    dataDir,
    close: async () => {
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export interface Kept {
  captureId: CaptureId;
  key: string;
  bytes: Buffer;
}

/** Bytes in the store under a capture's key, with its custody entry and its seal, as sealing leaves them. */
export async function keepCapture(
  keeper: Keeper,
  words = "một trang ",
  targetId: TargetId | null = null,
  seen: { pageId: PageId; detection: Detection; title: string } | null = null,
): Promise<Kept> {
  const facts = { url: "https://a.example/", vantage: "desktop", askedBy: "test", reason: "test" } as const;
  const captureId = (await insertCapture(keeper.pool, {
    targetId,
    scanId: null,
    pageId: seen?.pageId ?? null,
    ...facts,
  }))!;
  const bytes = Buffer.from(words.repeat(5000) + captureId);
  const sha256 = createHash("sha256").update(bytes).digest();
  const key = evidenceKey(captureId, now().toISOString());
  await keeper.store.put(key, { bytes });
  await inTransaction(keeper.pool, async (tx) => {
    const entry = { actor: "test", act: "capture.sealed", subject: captureId, sha256: sha256.toString("hex") } as const;
    const ledgerSeq = await appendCustody(tx, { at: now().toISOString(), ...entry, detail: { key } });
    await insertSeal(tx, {
      captureId,
      storeKey: key,
      sha256,
      sizeBytes: bytes.length,
      manifestSha256: sha256,
      keyFingerprint: "0".repeat(64),
      detection: seen?.detection ?? null,
      summary: seen ? { title: seen.title, finalUrl: facts.url } : {},
      sealedAt: now(),
      ledgerSeq,
    });
    await setCaptureState(tx, captureId, { state: "captured" });
    await setCaptureState(tx, captureId, { state: "sealed" });
  });
  return { captureId, key, bytes };
}
