// Promises holds, quarantine, destruction by two people and scrubbing against a real database, a disk and an object store.
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setClock } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { CaptureId } from "#core/id.ts";
import { selectOptionalSeal } from "#core/records/capture.ts";
import { insertDestruction, selectDestructionRequest } from "#core/records/destruction.ts";
import { refuseIfAbsent } from "#core/records/quarantine.ts";
import { putRetentionClass, selectTermsOver, setCaptureClass } from "#core/records/retention.ts";
import { selectProblems } from "#core/records/scrub.ts";
import { insertTarget, selectTarget } from "#core/records/target.ts";
import { verifyCustody } from "#workers/custody.ts";
import { askDestruction, confirmDestruction, finishDestructions, refuseDestruction } from "#workers/keeping/destroy.ts";
import { liftHold, setHold } from "#workers/keeping/hold.ts";
import { finishQuarantines, liftQuarantine, quarantineCapture } from "#workers/keeping/quarantine.ts";
import { scrubNow } from "#workers/keeping/scrub.ts";
import { keepCapture, openTestKeeper, type TestKeeper } from "../../support/kept-capture.ts";
import { type S3Double, startS3Double } from "../../support/s3-double.ts";

let keeper: TestKeeper;
let remote: TestKeeper;
let double: S3Double;
const by = (actor: string, reason = "theo đề nghị") => ({ actor, reason });
const acts = async (k: TestKeeper, subject: string) =>
  (await k.pool.query<{ act: string }>("select act from ledger where subject = $1 order by seq", [subject])).rows.map(
    (r) => r.act,
  );
const file = (key: string) => path.join(keeper.dataDir, "evidence", key);

beforeAll(async () => {
  double = await startS3Double();
  keeper = await openTestKeeper();
  remote = await openTestKeeper({ S3_ENDPOINT: double.endpoint, S3_ACCESS_KEY_ID: "a", S3_SECRET_ACCESS_KEY: "b" });
});
afterAll(async () => {
  await keeper.close();
  await remote.close();
  await double.close();
});

describe("destruction", () => {
  test("needs two people: the database itself refuses one alone, however the name is written", async () => {
    const { captureId } = await keepCapture(keeper);
    const requestId = await askDestruction(keeper, { captureId, ground: "may-not-be-held", ...by("an") });
    await expect(confirmDestruction(keeper, { requestId, ...by(" AN ") })).rejects.toMatchObject({
      code: "auth.denied",
    });
    const forged = {
      requestId,
      captureId,
      confirmedAt: new Date(),
      number: "BBH-x",
      minutes: "{}",
      minutesSha256: Buffer.alloc(32),
      ledgerSeq: 1,
    };
    for (const [askedBy, confirmedBy] of [
      ["an", "An "],
      ["bình", "an"],
    ] as const) {
      const insert = inTransaction(keeper.pool, (tx) => insertDestruction(tx, { ...forged, askedBy, confirmedBy }));
      await expect(insert).rejects.toMatchObject({ code: "database.failed" });
    }
    expect((await selectDestructionRequest(keeper.pool, requestId)).state).toBe("asked");
  });

  test("leaves the seal's row, minutes, a tombstone for every reader and custody entries, and no bytes", async () => {
    const { captureId, key } = await keepCapture(keeper);
    const requestId = await askDestruction(keeper, { captureId, ground: "may-not-be-held", ...by("an") });
    const minutes = JSON.parse(await confirmDestruction(keeper, { requestId, ...by("bình") })) as Record<
      string,
      unknown
    >;
    expect(minutes).toMatchObject({
      format: "vonggac-destruction/1",
      number: expect.stringMatching(/^BBH-\d{4}-0001$/) as string,
      askedBy: "an",
      confirmedBy: "bình",
      capture: { captureId, url: "https://a.example/", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
    });
    expect(existsSync(file(key))).toBe(false);
    const gone = {
      code: "evidence.destroyed",
      message: expect.stringContaining(`đã hủy theo biên bản ${minutes.number as string}`) as string,
    };
    await expect(keeper.store.get(key)).rejects.toMatchObject(gone);
    await expect(refuseIfAbsent(keeper.pool, captureId)).rejects.toMatchObject(gone);
    expect(await selectOptionalSeal(keeper.pool, captureId)).not.toBeNull();
    expect(JSON.parse(readFileSync(file(`destruction/${requestId}.json`), "utf8"))).toEqual(minutes);
    expect(await acts(keeper, captureId)).toEqual(["capture.sealed", "destruction.asked", "destruction"]);
    expect((await selectDestructionRequest(keeper.pool, requestId)).state).toBe("done");
    await expect(setHold(keeper, { captureId, ...by("an") })).rejects.toMatchObject({ code: "evidence.destroyed" });
    await expect(confirmDestruction(keeper, { requestId, ...by("cường") })).rejects.toMatchObject({
      code: "evidence.destroyed",
    });
  });

  test("is refused while a hold stands, also by the database, and possible after the last hold is lifted", async () => {
    const { captureId, key } = await keepCapture(keeper);
    const requestId = await askDestruction(keeper, { captureId, ground: "may-not-be-held", ...by("an") });
    const [one, two] = [
      await setHold(keeper, { captureId, ...by("an") }),
      await setHold(keeper, { captureId, ...by("an") }),
    ];
    await liftHold(keeper, { holdId: one, ...by("an") });
    await expect(liftHold(keeper, { holdId: one, ...by("an") })).rejects.toMatchObject({ code: "conflict" });
    await expect(confirmDestruction(keeper, { requestId, ...by("bình") })).rejects.toMatchObject({
      code: "evidence.held",
    });
    const direct = keeper.pool.query(
      "insert into destruction (request_id, capture_id, asked_by, confirmed_by, confirmed_at, number, minutes, minutes_sha256, ledger_seq) values ($1, $2, 'an', 'bình', now(), 'x', '{}', decode(repeat('00', 32), 'hex'), 1)",
      [requestId, captureId],
    );
    await expect(direct).rejects.toMatchObject({ code: "VG001" });
    expect(existsSync(file(key))).toBe(true);
    await liftHold(keeper, { holdId: two, ...by("an") });
    await confirmDestruction(keeper, { requestId, ...by("bình") });
    expect(existsSync(file(key))).toBe(false);
  });

  test("waits for the end of the term, which is data, and of captures that keep their bodies in this one", async () => {
    const restore = setClock(() => Date.parse("2030-01-10T00:00:00Z"));
    const { captureId } = await keepCapture(keeper);
    const later = await keepCapture(keeper);
    restore();
    const ask = () => askDestruction(keeper, { captureId, ground: "term-over", ...by("an") });
    await expect(ask()).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("no term") as string,
    });
    const class1 = { code: "thu", label: "Thử", keepDays: 100, basis: "Quy chế thử", effectiveFrom: "2029-01-01" };
    await inTransaction(keeper.pool, (tx) => putRetentionClass(tx, class1, "an"));
    await inTransaction(keeper.pool, (tx) =>
      putRetentionClass(tx, { ...class1, keepDays: 5, effectiveFrom: "2030-06-01" }, "an"),
    );
    await setCaptureClass(keeper.pool, captureId, "thu", "phân loại", "an");
    const afterTerm = setClock(() => Date.parse("2030-04-21T00:00:00Z"));
    try {
      expect(await selectTermsOver(keeper.pool, new Date("2030-04-19T00:00:00Z"), 10)).toEqual([]);
      expect(await selectTermsOver(keeper.pool, new Date("2030-04-21T00:00:00Z"), 10)).toMatchObject([
        { captureId, classCode: "thu", keepDays: 100 },
      ]);
      await keeper.pool.query(
        "insert into seal_base (capture_id, base_capture_id, payloads, size_bytes) values ($1, $2, 1, 1)",
        [later.captureId, captureId],
      );
      await expect(ask()).rejects.toMatchObject({ code: "evidence.held" });
      await keeper.pool.query(
        "alter table seal_base disable trigger user; delete from seal_base; alter table seal_base enable trigger user",
      );
      const requestId = await ask();
      await expect(ask()).rejects.toMatchObject({ code: "conflict" });
      await refuseDestruction(keeper, { requestId, ...by("bình", "còn cần") });
      await expect(confirmDestruction(keeper, { requestId, ...by("bình") })).rejects.toMatchObject({
        code: "conflict",
      });
      expect(await acts(keeper, captureId)).toEqual(["capture.sealed", "destruction.asked", "destruction.refused"]);
    } finally {
      afterTerm();
    }
  });

  test("that a kill cut off between the minutes and the bytes is finished by itself", async () => {
    const { captureId, key } = await keepCapture(keeper);
    const requestId = await askDestruction(keeper, { captureId, ground: "may-not-be-held", ...by("an") });
    const broken = new Proxy(keeper.store, {
      get: (store, name) =>
        name === "put"
          ? () => Promise.reject(new Error("cut off"))
          : (Reflect.get(store, name) as () => void).bind(store),
    });
    await confirmDestruction({ ...keeper, store: broken }, { requestId, ...by("bình") });
    expect(existsSync(file(key))).toBe(true);
    await expect(refuseIfAbsent(keeper.pool, captureId)).rejects.toMatchObject({ code: "evidence.destroyed" });
    expect(await finishDestructions(keeper)).toBe(0);
    expect(existsSync(file(key))).toBe(false);
  });

  test("in an object store says until when its lock holds, and goes when the hold there ends", async () => {
    const { captureId, key } = await keepCapture(remote);
    const requestId = await askDestruction(remote, { captureId, ground: "may-not-be-held", ...by("an") });
    double.facts.get(key)!.retainUntil = "2999-01-01T00:00:00Z";
    await expect(confirmDestruction(remote, { requestId, ...by("bình") })).rejects.toMatchObject({
      code: "evidence.held",
      message: expect.stringContaining("2999-01-01") as string,
    });
    double.facts.get(key)!.retainUntil = "";
    const holdId = await setHold(remote, { captureId, ...by("an") });
    expect(double.facts.get(key)!.legalHold).toBe(true);
    await liftHold(remote, { holdId, ...by("an") });
    expect(double.facts.get(key)!.legalHold).toBe(false);
    await confirmDestruction(remote, { requestId, ...by("bình") });
    expect(double.objects.has(key)).toBe(false);
    await expect(remote.store.get(key)).rejects.toMatchObject({ code: "evidence.destroyed" });
  });
});

describe.each([
  ["a disk", () => keeper],
  ["an object store", () => remote],
])("quarantine on %s", (_where, of) => {
  test("stops the target and every reading at once, keeps the bytes, and can be lifted", async () => {
    const k = of();
    const { target } = await insertTarget(k.pool, { url: `https://${_where.length}.example/`, kind: "site" }, "test");
    const { captureId, key, bytes } = await keepCapture(k, "trang ", target.id);
    await quarantineCapture(k, { captureId, ...by("an") });
    await quarantineCapture(k, { captureId, ...by("an") });
    expect((await selectTarget(k.pool, target.id)).paused).toBe(true);
    await expect(k.store.get(key)).rejects.toMatchObject({ code: "evidence.quarantined" });
    await expect(refuseIfAbsent(k.pool, captureId)).rejects.toMatchObject({ code: "evidence.quarantined" });
    expect(await k.store.sizeBytes(`quarantine/${key}`)).toBe(bytes.length);
    expect((await scrubNow(k, "test", true)).filter((p) => p.captureId === captureId)).toEqual([]);
    await liftQuarantine(k, { captureId, ...by("bình") });
    await refuseIfAbsent(k.pool, captureId);
    expect(await k.store.sizeBytes(key)).toBe(bytes.length);
    expect(await acts(k, captureId)).toEqual(["capture.sealed", "capture.quarantined", "quarantine.lifted"]);
    await quarantineCapture(k, { captureId, ...by("an") });
    await expect(k.store.get(key)).rejects.toMatchObject({ code: "evidence.quarantined" });
    const requestId = await askDestruction(k, { captureId, ground: "may-not-be-held", ...by("an") });
    await confirmDestruction(k, { requestId, ...by("bình") });
    expect(await k.store.has(`quarantine/${key}`)).toBe(false);
  });
});

test("a quarantine that the store could not follow refuses readers all the same and is finished by itself", async () => {
  const { captureId, key } = await keepCapture(remote);
  double.fault = "error500";
  await expect(quarantineCapture(remote, { captureId, ...by("an") })).rejects.toMatchObject({ code: "store.failed" });
  await expect(refuseIfAbsent(remote.pool, captureId)).rejects.toMatchObject({ code: "evidence.quarantined" });
  expect(await finishQuarantines(remote)).toBe(1);
  double.fault = "none";
  expect(await finishQuarantines(remote)).toBe(0);
  expect(double.objects.has(key)).toBe(false);
});

describe("scrubbing", () => {
  test("names what is missing, changed and unknown, once, in custody too, and settles what is right again", async () => {
    const k = await openTestKeeper();
    const at = (key: string) => path.join(k.dataDir, "evidence", key);
    try {
      const [good, changed, missing] = [await keepCapture(k), await keepCapture(k), await keepCapture(k)];
      expect(await scrubNow(k, "test", true)).toEqual([]);
      chmodSync(at(changed.key), 0o600);
      writeFileSync(at(changed.key), Buffer.concat([changed.bytes.subarray(1), Buffer.from("x")]));
      await k.store.remove(missing.key);
      await k.store.put("2026/01/01/la.bin", { bytes: Buffer.from("?") });
      const found = async () =>
        (await scrubNow(k, "test", true)).map((p) => `${p.kind} ${p.key}`).toSorted((a, b) => (a < b ? -1 : 1));
      const wanted = [`changed ${changed.key}`, `missing ${missing.key}`, "unknown 2026/01/01/la.bin"];
      expect(await found()).toEqual(wanted);
      expect(await found()).toEqual(wanted);
      expect(await acts(k, changed.captureId)).toEqual(["capture.sealed", "scrub.failed"]);
      expect(await acts(k, good.captureId)).toEqual(["capture.sealed"]);
      expect(readdirSync(path.dirname(at(changed.key))).length).toBe(2); // nothing was mended in silence
      await k.store.remove("2026/01/01/la.bin");
      await k.store.put(missing.key, { bytes: missing.bytes });
      expect(await found()).toEqual([`changed ${changed.key}`]);
      expect((await selectProblems(k.pool, 10)).length).toBe(1);
      expect((await verifyCustody(k.pool)).ok).toBe(true);
      expect(CaptureId.safeParse(good.captureId).success).toBe(true);
    } finally {
      await k.close();
    }
  });
});
