// Promises the custody log's own care: checkpoints that continue one another, extracts that hold, and every rewriting named.
import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { selectWitnessState } from "#core/records/checkpoint.ts";
import { readSignedCheckpoint } from "#evidence/ledger/checkpoint.ts";
import { type Hash, isConsistent, isIncluded } from "#evidence/ledger/merkle.ts";
import { readVerifierKey } from "#evidence/ledger/signed-note.ts";
import { makeCheckpoint } from "#workers/checkpoint.ts";
import { custodyExtract } from "#workers/custody-extract.ts";
import { verifyCustody } from "#workers/custody.ts";
import { auditCustody, careForLedger } from "#workers/ledger-care.ts";
import { settleLedger } from "#workers/ledger-settle.ts";
import { type CustodyLog, openCustodyLog } from "../../support/custody-log.ts";

let log: CustodyLog;
afterEach(() => log.close());

interface Extract {
  format: string;
  logKey: string;
  checkpoint: string;
  entries: { entry: string; proof: string[] }[];
  earlier: { checkpoint: string; proof: string[] }[];
}

const toHashes = (proof: string[]): Hash[] => proof.map((p) => Buffer.from(p, "base64"));
const ownAlarm = async () => (await selectWitnessState(log.house.database.pool)).find((w) => w.witness === "")?.alarm;

test("entries written before there were tiles are in the tree, and an extract of them can be checked by anyone", async () => {
  log = await openCustodyLog();
  await log.append(600, "capture-a");
  const first = await makeCheckpoint(log.house);
  await log.append(3, "capture-b");
  await log.append(1, "capture-a");
  const second = await makeCheckpoint(log.house);
  expect([first.size, second.size]).toEqual([600, 604]);
  expect((await makeCheckpoint(log.house)).note).toBe(second.note);

  const bytes = await custodyExtract(log.house.database.pool, ["capture-b", "capture-a"], { checkpoint: second.note });
  const extract = JSON.parse(bytes.toString("utf8")) as Extract;
  expect(extract.format).toBe("vonggac-custody/1");
  const head = readSignedCheckpoint(extract.checkpoint, readVerifierKey(extract.logKey));
  const seqs = extract.entries.map(({ entry, proof }) => {
    const { seq } = JSON.parse(entry) as { seq: number };
    const leaf = createHash("sha256").update("\0").update(entry).digest();
    expect(isIncluded(leaf, seq - 1, head.size, toHashes(proof), head.root), `entry ${seq}`).toBe(true);
    return seq;
  });
  expect(seqs).toEqual(Array.from({ length: 604 }, (_, i) => i + 1));
  expect(extract.earlier).toHaveLength(1);
  const earlier = readSignedCheckpoint(extract.earlier[0]!.checkpoint, readVerifierKey(extract.logKey));
  expect(earlier.size).toBe(600);
  expect(isConsistent(earlier, head, toHashes(extract.earlier[0]!.proof))).toBe(true);
  expect((await verifyCustody(log.house.database.pool)).broken).toBeNull();
  expect((await auditCustody(log.house)).breaks).toEqual([]);
});

test("a database put back to an earlier state is named as a rollback, and nothing is signed any more", async () => {
  log = await openCustodyLog();
  await log.append(300);
  await makeCheckpoint(log.house);
  await log.forge("delete from ledger where seq > 280");
  await log.forge("delete from checkpoint");
  await expect(makeCheckpoint(log.house)).rejects.toThrow(
    /ledger.forked.*300 entries was signed, the database has 280/,
  );
  expect(await ownAlarm()).toMatchObject({ kind: "rollback" });
  await log.append(40);
  await expect(makeCheckpoint(log.house)).rejects.toThrow(/ledger.forked/);
});

test("a log whose entries were replaced, all hashes made to fit, is named as a fork", async () => {
  log = await openCustodyLog();
  await log.append(300);
  await makeCheckpoint(log.house);
  await log.forgeFrom(17, 300);
  expect((await verifyCustody(log.house.database.pool)).broken).toBeNull();
  await expect(makeCheckpoint(log.house)).rejects.toThrow(/first 300 entries are not those that were signed/);
  expect(await ownAlarm()).toMatchObject({ kind: "fork" });
});

test("one entry rewritten below kept tiles is named by its number, also where its columns alone were changed", async () => {
  log = await openCustodyLog();
  await log.append(520);
  await makeCheckpoint(log.house);
  await log.forge("update ledger set entry = replace(entry, 'system', 'nobody'), actor = 'nobody' where seq = 19");
  await log.forge("update ledger set subject = 'khac' where seq = 230");
  const { breaks } = await auditCustody(log.house);
  expect(breaks.map((b) => b.seq)).toEqual([19, 230]);
  expect(await ownAlarm()).toMatchObject({ kind: "rewritten", detail: expect.stringContaining("entry 19") as string });
  await log.append(1);
  await expect(makeCheckpoint(log.house)).rejects.toThrow(/entry 19/);
});

test("an emptied database is found at the start", async () => {
  log = await openCustodyLog();
  await log.append(3);
  await makeCheckpoint(log.house);
  await log.forge("delete from ledger");
  await careForLedger(log.house, true);
  expect(await ownAlarm()).toMatchObject({ kind: "rollback" });
});

test("after a person's decision a new log begins under its own name, and says why", async () => {
  log = await openCustodyLog();
  await log.append(30);
  const before = await makeCheckpoint(log.house);
  await log.forge("delete from ledger where seq > 20");
  await log.forge("delete from checkpoint");
  await expect(makeCheckpoint(log.house)).rejects.toThrow(/rollback|put back/);
  const key = await settleLedger(log.house, "truong-ca", "ổ đĩa hỏng, khôi phục từ bản sao lưu");
  const after = await makeCheckpoint(log.house);
  expect(after.origin).toBe(`${before.origin}/2`);
  expect(after.size).toBe(21);
  readSignedCheckpoint(after.note, readVerifierKey(key));
  expect(await ownAlarm()).toBeNull();
  await expect(settleLedger(log.house, "truong-ca", "nữa")).rejects.toThrow(/no alarm to settle/);
});

test("another machine with an own key does not begin a second log of the same entries", async () => {
  log = await openCustodyLog();
  await log.append(5);
  await makeCheckpoint(log.house);
  rmSync(path.join(log.dataDir, "keys"), { recursive: true });
  rmSync(path.join(log.dataDir, "ledger"), { recursive: true });
  await expect(makeCheckpoint(log.house)).rejects.toThrow(/config.invalid.*another log key/);
});

test("the key is the owner's alone, and its public half stands beside it", async () => {
  log = await openCustodyLog();
  await log.append(1);
  const { logKey, origin } = await makeCheckpoint(log.house);
  expect(readFileSync(path.join(log.dataDir, "keys/log.vkey"), "utf8")).toBe(`${logKey}\n`);
  expect(origin).toMatch(/^vonggac-[0-9a-f]{16}$/);
  const named = await openCustodyLog();
  await named.append(1);
  const own = named.withSettings({ VONGGAC_LOG_ORIGIN: "stttt.tinhmau.example/so-luu-giu" });
  expect((await makeCheckpoint(own)).origin).toBe("stttt.tinhmau.example/so-luu-giu");
  await named.close();
});

test("several processes that sign at once give one history", async () => {
  log = await openCustodyLog();
  await log.append(700);
  const rows = await Promise.all(Array.from({ length: 4 }, () => makeCheckpoint(log.house)));
  expect(new Set(rows.map((r) => r.note)).size).toBe(1);
});

test("a log whose key was lost with the disk is signed again after a person said so, under a new name and key", async () => {
  log = await openCustodyLog();
  await log.append(40);
  const before = await makeCheckpoint(log.house);
  rmSync(path.join(log.house.config.dataDir, "keys", "log-key.pem"));
  rmSync(path.join(log.house.config.dataDir, "ledger"), { recursive: true });
  await expect(makeCheckpoint(log.house)).rejects.toThrow(/another log key/);
  const key = await settleLedger(log.house, "truong-ca", "mất khóa cùng ổ đĩa");
  expect(key).not.toBe(before.logKey);
  const after = await makeCheckpoint(log.house);
  expect(after).toMatchObject({ size: 41, logKey: key });
  expect(after.origin).not.toBe(before.origin);
  expect((await auditCustody(log.house)).breaks).toEqual([]);
  await expect(settleLedger(log.house, "truong-ca", "nữa")).rejects.toThrow(/no alarm to settle/);
});
