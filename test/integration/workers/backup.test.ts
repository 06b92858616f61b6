// Promises that a backup brings a whole office back on an empty machine, and that half a backup or half a restore is taken for none.
import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  chmodSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { now } from "#core/clock.ts";
import { readConfig } from "#core/config.ts";
import { openDatabase, restoringFile } from "#core/db/open-database.ts";
import { inTransaction } from "#core/db/pool.ts";
import { newId } from "#core/id.ts";
import { insertCapture, insertSeal, setCaptureState } from "#core/records/capture.ts";
import { insertPerson } from "#core/records/person.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { openEvidenceStore, openScanBlobs } from "#evidence/store/open-store.ts";
import { readAll } from "#evidence/store/cipher.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { appendCustody, verifyCustody } from "#workers/custody.ts";
import { backUp } from "#workers/keeping/backup.ts";
import { setHold } from "#workers/keeping/hold.ts";
import { restore } from "#workers/keeping/restore.ts";
import { scrubNow } from "#workers/keeping/scrub.ts";
import { registerKeys } from "#workers/keeping/signing-keys.ts";
import { keepCapture, openTestKeeper, type TestKeeper } from "../../support/kept-capture.ts";
import { makeBundle } from "../../support/make-bundle.ts";

let keeper: TestKeeper;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-backup-"));
  const keyFile = path.join(folder, "store-key");
  writeFileSync(keyFile, randomBytes(32).toString("hex"), { mode: 0o600 });
  keeper = await openTestKeeper({ VONGGAC_STORE_KEY_FILE: keyFile });
});
afterEach(async () => {
  await keeper.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A real sealed package with everything that an office has around it. */
async function sealReal(): Promise<string> {
  const keyring = await openKeyring(keeper.dataDir);
  await registerKeys(keeper.pool, keyring);
  const facts = {
    url: "https://www.lang-nghe.test/trang",
    vantage: "desktop",
    askedBy: "test",
    reason: "Ữ \u0001 'x'",
  } as const;
  const captureId = (await insertCapture(keeper.pool, { targetId: null, scanId: null, pageId: null, ...facts }))!;
  const sealed = await sealBundle({
    ...makeBundle(path.join(keeper.dataDir, "b", captureId), { captureId }),
    detection: null,
    keyring,
    ledgerHead: null,
    office: "Tổ thử",
    to: { store: keeper.store, workDir: path.join(keeper.dataDir, "work") },
  });
  await inTransaction(keeper.pool, async (tx) => {
    const entry = { actor: "test", act: "capture.sealed", subject: captureId, sha256: sealed.sha256 } as const;
    const ledgerSeq = await appendCustody(tx, { at: now().toISOString(), ...entry, detail: { key: sealed.key } });
    await insertSeal(tx, {
      captureId,
      storeKey: sealed.key!,
      sha256: Buffer.from(sealed.sha256, "hex"),
      sizeBytes: sealed.sizeBytes,
      manifestSha256: Buffer.from(sealed.manifestSha256, "hex"),
      keyFingerprint: sealed.keyFingerprint,
      detection: null,
      summary: { title: "Hội chợ" },
      sealedAt: now(),
      ledgerSeq,
    });
    await setCaptureState(tx, captureId, { state: "captured" });
    await setCaptureState(tx, captureId, { state: "sealed" });
  });
  return sealed.key!;
}

const rowsOf = async (pool: TestKeeper["pool"], table: string) =>
  (await pool.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t order by 1`)).rows.map(
    (r) => r.row,
  );

/** What second factors, givers of tips and webhooks are closed with. */
const deskKeys = {
  "sign-in.key": `${"a1".repeat(32)}\n`,
  "tip-identity.key": `${"b2".repeat(32)}\n`,
  "webhook-key.pem": "-----BEGIN PRIVATE KEY-----\nmẫu\n-----END PRIVATE KEY-----\n",
};

function putDeskKeys(): void {
  mkdirSync(path.join(keeper.dataDir, "keys"), { recursive: true });
  for (const [name, text] of Object.entries(deskKeys))
    writeFileSync(path.join(keeper.dataDir, "keys", name), text, { mode: 0o600 });
}

test("an office comes back on an empty machine: every package verifies, custody holds, each row is the same", async () => {
  const key = await sealReal();
  const kept = await keepCapture(keeper);
  await setHold(keeper, { captureId: kept.captureId, actor: "an", reason: "theo đề nghị" });
  await insertPerson(keeper.pool, { login: "an", name: "Nguyễn Văn An", role: "lead", passwordHash: "x" });
  const { sha256: blob } = await openScanBlobs(keeper.config).put({ bytes: Buffer.from("thân trang") });
  putDeskKeys();
  const out = path.join(folder, "sao-luu");
  const first = await backUp(keeper, { out, withKeys: true });
  expect(first).toMatchObject({ missing: [], objects: { count: 3, copied: 3 }, withPrivateKeys: true });
  const later = await keepCapture(keeper);
  const second = await backUp(keeper, { out, withKeys: true });
  expect(second).toMatchObject({ missing: [], objects: { count: 4, copied: 1 } });
  const all = readdirSync(path.join(out, "objects"), { recursive: true, withFileTypes: true }).filter((f) =>
    f.isFile(),
  );
  expect(all.some((f) => readFileSync(path.join(f.parentPath, f.name)).includes("một trang"))).toBe(false);

  const dataDir = path.join(folder, "may-moi");
  const keyFile = keeper.config.VONGGAC_STORE_KEY_FILE!;
  const config = readConfig({ VONGGAC_DATA: dataDir, VONGGAC_STORE_KEY_FILE: keyFile });
  const { run, damaged } = await restore(config, { from: out, run: null, actor: "bình" });
  expect([run.id, damaged]).toEqual([second.id, []]);
  const database = await openDatabase(config, 4);
  try {
    const { pool } = database;
    const store = openEvidenceStore(config);
    for (const table of ["capture", "seal", "evidence_hold", "person", "signing_key", "retention_class"])
      expect(await rowsOf(pool, table), table).toEqual(await rowsOf(keeper.pool, table));
    const acts = (await pool.query<{ act: string }>("select act from ledger order by seq")).rows.map((r) => r.act);
    expect(acts).toEqual([
      ...(await keeper.pool.query<{ act: string }>("select act from ledger order by seq")).rows.map((r) => r.act),
      "backup.restored",
    ]);
    expect((await verifyCustody(pool)).ok).toBe(true);
    expect(await scrubNow({ config, pool, store }, "test", true)).toEqual([]);
    const file = path.join(folder, "goi.wacz");
    writeFileSync(file, await readAll((await store.get(key)) as AsyncIterable<Buffer>));
    const { publicPem, fingerprint } = await openKeyring(dataDir);
    expect(await verifyPackage(file, { trustPem: publicPem })).toMatchObject({
      ok: true,
      level: "sealed",
      trust: "trusted",
    });
    expect(fingerprint).toBe((await openKeyring(keeper.dataDir)).fingerprint);
    for (const [name, text] of Object.entries(deskKeys)) {
      const back = path.join(dataDir, "keys", name);
      expect([name, readFileSync(back, "utf8"), statSync(back).mode & 0o777]).toEqual([name, text, 0o600]);
    }
    expect((await openScanBlobs(config).read(blob)).toString()).toBe("thân trang");
    expect(await store.has(later.key)).toBe(true);
    // What is append-only is so again, and numbers go on.
    await expect(pool.query("delete from ledger")).rejects.toThrow();
    const triggers = await pool.query("select 1 from pg_trigger where tgname like '%append_only' and tgenabled <> 'O'");
    expect(triggers.rowCount).toBe(0);
    await pool.query("insert into event (at, actor, act, object) values (now(), 'a', 'b', 'c')");
    await expect(restore(config, { from: out, run: null, actor: "bình" })).rejects.toMatchObject({ code: "conflict" });
  } finally {
    await database.close();
  }
});

test("a run that was cut off is no backup, and the next one clears it away", async () => {
  await keepCapture(keeper);
  putDeskKeys();
  const out = path.join(folder, "sao-luu");
  const stop = new AbortController();
  stop.abort();
  await expect(backUp(keeper, { out, withKeys: false, signal: stop.signal })).rejects.toThrow();
  expect(readdirSync(path.join(out, "runs")).length).toBe(1);
  const config = readConfig({ VONGGAC_DATA: path.join(folder, "x") });
  await expect(restore(config, { from: out, run: null, actor: "an" })).rejects.toMatchObject({
    code: "input.unreadable",
  });
  const run = await backUp(keeper, { out, withKeys: false });
  expect(readdirSync(path.join(out, "runs"))).toEqual([run.id]);
  expect(run.keys.every((k) => !readFileSync(path.join(out, "runs", run.id, k.path), "utf8").includes("PRIVATE"))).toBe(
    true,
  );
  expect(run.keys.filter((k) => path.basename(k.path) in deskKeys)).toEqual([]);
});

test("a damaged backup is refused, and a restore that was cut off keeps the program shut until it is run again", async () => {
  const { key } = await keepCapture(keeper);
  const out = path.join(folder, "sao-luu");
  const run = await backUp(keeper, { out, withKeys: true });
  const dump = path.join(out, "runs", run.id, "database.jsonl.gz");
  const bytes = readFileSync(dump);
  const config = readConfig({
    VONGGAC_DATA: path.join(folder, "may-moi"),
    VONGGAC_STORE_KEY_FILE: keeper.config.VONGGAC_STORE_KEY_FILE!,
  });
  const again = () => restore(config, { from: out, run: null, actor: "an" });
  writeFileSync(dump, Buffer.concat([bytes.subarray(0, 99), Buffer.from([bytes[99]! ^ 1]), bytes.subarray(100)]));
  await expect(again()).rejects.toMatchObject({ code: "input.unreadable" });
  writeFileSync(dump, bytes);
  // A backup folder that is away in the middle: the objects came, the rows did not.
  mkdirSync(config.dataDir, { recursive: true });
  writeFileSync(restoringFile(config.dataDir), run.id);
  await expect(openDatabase(config)).rejects.toMatchObject({ code: "config.invalid" });
  writeFileSync(restoringFile(config.dataDir), newId());
  await expect(again()).rejects.toMatchObject({ code: "conflict" });
  writeFileSync(restoringFile(config.dataDir), run.id);
  // One object damaged in the backup: all else comes back, and it is named.
  const [line] = readFileSync(path.join(out, "runs", run.id, "objects.jsonl"), "utf8").split("\n");
  const { sha256 } = JSON.parse(line!) as { sha256: string };
  const object = path.join(out, "objects", sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  chmodSync(object, 0o600);
  writeFileSync(object, "x");
  expect((await again()).damaged).toEqual([`evidence/${key}.enc`]);
  expect(existsSync(restoringFile(config.dataDir))).toBe(false);
  const database = await openDatabase(config, 3);
  const found = await scrubNow({ config, pool: database.pool, store: openEvidenceStore(config) }, "test", true);
  await database.close();
  expect(found.map((p) => [p.kind, p.key])).toEqual([["missing", key]]);
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(run.database.sha256);
});
