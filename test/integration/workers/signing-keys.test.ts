// Promises that a rotated signing key signs no more, that its packages stay ours, and that the register knows both.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { findSealed } from "#evidence/seal/find-sealed.ts";
import { fingerprintOf } from "#evidence/seal/keyring.ts";
import { sealBundle } from "#evidence/seal/seal-bundle.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { verifyCustody } from "#workers/custody.ts";
import { openHouse } from "#workers/house.ts";
import { registerKeys, rotateSigningKey } from "#workers/keeping/signing-keys.ts";
import { createTestDatabase } from "../../support/database.ts";
import { makeBundle } from "../../support/make-bundle.ts";

test("a running house signs with the new key at once, and finds what the old one sealed", async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "vonggac-rotate-"));
  const database = await createTestDatabase();
  const house = await openHouse(readConfig({ VONGGAC_DATA: dataDir, DATABASE_URL: database.url }));
  try {
    const seal = (captureId: string) =>
      sealBundle({
        ...makeBundle(path.join(dataDir, captureId), { captureId }),
        detection: null,
        keyring: house.keyring,
        ledgerHead: null,
        office: "x",
        to: { store: house.store, workDir: path.join(dataDir, "work") },
      });
    const old = await seal("019ab000-1111-7222-8333-444455556661");
    const { before, after, keys } = await rotateSigningKey(database.pool, dataDir, { actor: "an", reason: "định kỳ" });
    expect(keys.map((k) => [k.fingerprint, k.retiredAt !== null, k.reason])).toEqual([
      [before.fingerprint, true, "định kỳ"],
      [after.fingerprint, false, null],
    ]);
    const fresh = await seal("019ab000-1111-7222-8333-444455556662");
    expect([old.keyFingerprint, fresh.keyFingerprint]).toEqual([before.fingerprint, after.fingerprint]);
    const found = await findSealed(
      house.store,
      old.key!,
      "019ab000-1111-7222-8333-444455556661",
      house.keyring,
      dataDir,
    );
    expect(found?.sha256).toBe(old.sha256);
    expect((await seal("019ab000-1111-7222-8333-444455556661")).already).toBe(true);
    const register = keys.map((k) => k.publicPem).join("\n");
    for (const { file } of [old, fresh])
      expect(await verifyPackage(file, { trustPem: register })).toMatchObject({ ok: true, trust: "trusted" });
    expect((await verifyPackage(old.file, { trustPem: after.publicPem })).ok).toBe(false);
    // The old private half is nowhere any more; the old public half is.
    const kept = readdirSync(path.join(dataDir, "keys")).filter((name) => name.startsWith("seal-key"));
    const texts = kept.map((name) => readFileSync(path.join(dataDir, "keys", name), "utf8"));
    expect(texts.filter((text) => text.includes("PRIVATE")).length).toBe(1);
    expect(
      texts
        .filter((t) => t.includes("PUBLIC"))
        .map(fingerprintOf)
        .toSorted(),
    ).toEqual([before.fingerprint, after.fingerprint].toSorted());
    expect(await registerKeys(database.pool, house.keyring)).toEqual(keys);
    const acts = await database.pool.query<{ act: string; subject: string }>(
      "select act, subject from ledger order by seq",
    );
    expect(acts.rows).toEqual([
      { act: "key.created", subject: before.fingerprint },
      { act: "key.retired", subject: before.fingerprint },
      { act: "key.created", subject: after.fingerprint },
    ]);
    expect((await verifyCustody(database.pool)).ok).toBe(true);
  } finally {
    await house.close();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
