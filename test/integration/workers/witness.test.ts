// Promises the witness in a process and a folder of its own: co-signs what continues, names what was rewritten, survives every kill.
import { createPrivateKey, type KeyObject } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CheckpointRow, selectCosignatures, selectWitnessState } from "#core/records/checkpoint.ts";
import { checkpointText, joinNote, readCheckpoint } from "#evidence/ledger/checkpoint.ts";
import { emptyRoot, hashLeaf } from "#evidence/ledger/merkle.ts";
import { checkSignature, readNote, readVerifierKey, signLine } from "#evidence/ledger/signed-note.ts";
import { type LedgerHouse, makeCheckpoint, openLog } from "#workers/checkpoint.ts";
import { custodyExtract } from "#workers/custody-extract.ts";
import { exportLedger } from "#workers/ledger-export.ts";
import { pushCheckpoint } from "#workers/witness-push.ts";
import { type CustodyLog, openCustodyLog } from "../../support/custody-log.ts";
import { runVonggac } from "../../support/run-vonggac.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { startWitness, type WitnessProcess } from "../../support/witness-process.ts";

let log: CustodyLog;
let state: string;
let witness: WitnessProcess;
let logKey: string;
let house: LedgerHouse;

beforeEach(async () => {
  log = await openCustodyLog();
  state = mkdtempSync(path.join(os.tmpdir(), "vonggac-witness-"));
  logKey = (await openLog(log.house)).key.verifier.text;
  witness = await startWitness(logKey, state);
  house = log.withSettings({ VONGGAC_WITNESSES: witness.setting });
});
afterEach(async () => {
  await witness.kill("SIGTERM");
  await log.close();
  rmSync(state, { recursive: true, force: true });
});

const signAndPush = async () => {
  const row = await makeCheckpoint(house);
  return { row, results: await pushCheckpoint(house) };
};
const alarmOf = async () =>
  (await selectWitnessState(house.database.pool)).find((w) => witness.setting.startsWith(w.witness) && w.witness)
    ?.alarm;
const alarmFiles = () => readdirSync(path.join(state, "alarms"));
const readAlarm = (name: string) =>
  JSON.parse(readFileSync(path.join(state, "alarms", name), "utf8")) as { kind: string; held: string; shown: string };
/** Forgets what this house signed, as someone would who puts back disk and database alike. */
const forget = async () => {
  rmSync(path.join(log.dataDir, "ledger"), { recursive: true });
  await log.forge("delete from checkpoint");
};

test("checkpoints are co-signed as the log grows, and the cosignature travels in the extract", async () => {
  await log.append(10, "capture-a");
  expect((await signAndPush()).results).toMatchObject([{ outcome: "cosigned", detail: "10" }]);
  await log.append(400);
  const { row, results } = await signAndPush();
  expect(results).toMatchObject([{ outcome: "cosigned", detail: "410" }]);
  expect((await pushCheckpoint(house))[0]!.outcome).toBe("had it");
  const [cosignature] = await selectCosignatures(house.database.pool, row.origin, 410);
  const extract = JSON.parse((await custodyExtract(house.database.pool, ["capture-a"])).toString()) as {
    checkpoint: string;
    witnessKeys: string[];
  };
  expect(extract.witnessKeys).toEqual([cosignature!.witnessKey]);
  const key = readVerifierKey(extract.witnessKeys[0]!);
  expect(checkSignature(readNote(extract.checkpoint), key)).toMatchObject({ line: cosignature!.line });
  const page = await (await fetch(witness.url)).text();
  expect(page).toContain("Đã ký xác nhận <b>410</b> mục");
  expect(page).toContain("Không có mâu thuẫn nào");
});

test("a rewritten log is a fork for the witness: refused, kept with both notes, printed, and told to the desk", async () => {
  await log.append(300);
  await signAndPush();
  await forget();
  await log.forgeFrom(17, 310);
  expect((await signAndPush()).results).toMatchObject([{ outcome: "alarm" }]);
  expect(await alarmOf()).toMatchObject({
    kind: "fork",
    detail: expect.stringContaining("fork at size 300") as string,
  });
  const alarm = readAlarm(alarmFiles()[0]!);
  expect(alarm.kind).toBe("fork");
  expect([readCheckpoint(alarm.held).size, readCheckpoint(alarm.shown).size]).toEqual([300, 326]);
  for (const note of [alarm.held, alarm.shown])
    expect(checkSignature(readNote(note), readVerifierKey(logKey))).toMatchObject({ seconds: null });
  expect(witness.output()).toMatch(/CẢNH BÁO \/ ALARM \S+ fork\n {2}Sổ lưu giữ có hai lịch sử khác nhau/);
  expect(await (await fetch(witness.url)).text()).toContain("CẢNH BÁO");
  const told = await runVonggac(["ledger", "status"], { env: { DATABASE_URL: log.url, VONGGAC_DATA: log.dataDir } });
  expect([told.code, told.stdout]).toEqual([1, expect.stringContaining("✗ fork: fork at size 300")]);
});

test("a log put back to an earlier state is a rollback for the witness, also after it grew again", async () => {
  await log.append(100);
  await signAndPush();
  await forget();
  await log.forgeFrom(61, 20);
  expect((await signAndPush()).results[0]!.detail).toMatch(
    /rollback: witness \S+ has seen 100 entries, this log has 80/,
  );
  expect(await alarmOf()).toMatchObject({ kind: "rollback" });
  expect(readAlarm(alarmFiles()[0]!).kind).toBe("rollback");
  await log.append(40);
  expect((await signAndPush()).results[0]!.detail).toMatch(/fork at size 100/);
  expect(alarmFiles()).toHaveLength(2);
});

test("the witness names the first rewritten entry from a copy of the log", async () => {
  const copies = mkdtempSync(path.join(os.tmpdir(), "vonggac-copy-"));
  const check = (name: string) =>
    runVonggac(["witness", "check", "--state", state, "--log-dir", path.join(copies, name)]);
  await log.append(520);
  await signAndPush();
  await exportLedger(house, path.join(copies, "a"));
  expect(await check("a")).toMatchObject({ code: 0, stdout: "520 entries are what was co-signed\n" });
  await forget();
  await log.forgeFrom(301, 230);
  await exportLedger(house, path.join(copies, "b"));
  const answer = await check("b");
  expect([answer.code, answer.stdout]).toEqual([1, expect.stringContaining("rewritten: entry 301 is not what it was")]);
  expect(await (await fetch(witness.url)).text()).toContain("Mục số 301 trong sổ lưu giữ không còn như lúc");
  rmSync(copies, { recursive: true });
});

test("every refusal has the status that tlog-witness gives it", async () => {
  const row = await (await log.append(5), makeCheckpoint(house));
  const key = createPrivateKey(readFileSync(path.join(log.dataDir, "keys/log-key.pem")));
  const ask = async (body: string) => {
    const answer = await fetch(`${witness.url}/add-checkpoint`, { method: "POST", body });
    return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.text() };
  };
  const noteOf = (size: number, root: Buffer, signer: KeyObject = key, origin = row.origin) => {
    const text = checkpointText({ origin, size, root });
    return joinNote(text, [signLine(text, { ...readVerifierKey(logKey), name: origin }, signer)]);
  };
  expect((await ask("old 0\n")).status).toBe(400);
  expect((await ask(`old 00\n\n${row.note}`)).status).toBe(400);
  expect((await ask(`old 6\n\n${row.note}`)).status).toBe(400);
  expect((await ask(`old 0\n\n${noteOf(5, row.root, key, "khac")}`)).status).toBe(404);
  expect((await ask(`old 0\n\n${row.note.replace("\n5\n", "\n6\n")}`)).status).toBe(403);
  expect((await ask(`old 0\n${row.root.toString("base64")}\n\n${row.note}`)).status).toBe(422);
  expect((await ask(`old 0\n\n${noteOf(0, hashLeaf(emptyRoot))}`)).status).toBe(422);
  expect((await ask(`old 3\n\n${row.note}`)).body).toBe("0\n");
  expect(await ask(`old 0\n\n${row.note}`)).toMatchObject({
    status: 200,
    body: expect.stringMatching(/^— \S+ \S+\n$/) as string,
  });
  expect(await ask(`old 0\n\n${row.note}`)).toEqual({ status: 409, type: "text/x.tlog.size", body: "5\n" });
  expect((await ask(`old 5\n\n${row.note}`)).status).toBe(200);
  expect((await ask(`old 5\n\n${noteOf(5, hashLeaf(row.root))}`)).status).toBe(422);
  expect((await ask("x".repeat(200_000))).status).toBe(413);
  expect((await fetch(`${witness.url}/add-checkpoint`)).status).toBe(404);
});

test("the witness' folder serves one witness, one log, and never an earlier state of itself", async () => {
  await log.append(5);
  await signAndPush();
  await expect(startWitness(logKey, state)).rejects.toThrow(/another witness runs/);
  const early = readFileSync(path.join(state, "latest.note"));
  await log.append(5);
  await signAndPush();
  await witness.kill("SIGKILL");
  writeFileSync(path.join(state, "latest.note"), early);
  await expect(startWitness(logKey, state)).rejects.toThrow(/put back to an earlier state/);
  const other = await openCustodyLog();
  const otherKey = (await openLog(other.house)).key.verifier.text;
  await expect(startWitness(otherKey, state)).rejects.toThrow(/another folder/);
  await other.close();
});

test(
  "a client that sends its request drop by drop is cut off, and others are served meanwhile",
  { timeout: 60_000 },
  async () => {
    const slow = net.connect(Number(new URL(witness.url).port), "127.0.0.1");
    slow.on("error", () => undefined);
    slow.write("POST /add-checkpoint HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n");
    const drops = setInterval(() => slow.write("x"), 500);
    const cut = new Promise((resolve) => slow.once("close", resolve));
    const startedMs = performance.now();
    await log.append(1);
    expect((await signAndPush()).results[0]!.outcome).toBe("cosigned");
    slow.resume();
    await cut;
    clearInterval(drops);
    expect(performance.now() - startedMs).toBeLessThan(45_000);
  },
);

test(
  "a witness killed at any moment forgets nothing that it signed, and co-signs on",
  { timeout: 240_000 },
  async () => {
    const seed = Date.now() % 1_000_000;
    const random = seededRandom(seed);
    const kills = Number(process.env.VONGGAC_SOAK_KILLS ?? 6);
    await log.append(3);
    await signAndPush();
    for (let round = 0; round < kills; round++) {
      const port = Number(new URL(witness.url).port);
      const pushing = (async () => {
        for (let i = 0; i < 40; i++) {
          await log.append(1);
          await signAndPush();
        }
      })();
      await new Promise((resolve) => setTimeout(resolve, random() * 400));
      await witness.kill("SIGKILL");
      await pushing;
      const signed = (await selectWitnessState(house.database.pool)).find((w) => w.witness !== "")!;
      witness = await startWitness(logKey, state, port);
      const seen = readCheckpoint(readFileSync(path.join(state, "latest.note"), "utf8"));
      expect(seen.size, `seed ${seed}, round ${round}`).toBeGreaterThanOrEqual(signed.lastSize);
      const row: CheckpointRow = (await signAndPush()).row;
      expect((await selectCosignatures(house.database.pool, row.origin, row.size)).length, `seed ${seed}`).toBe(1);
    }
    expect(await alarmOf()).toBeNull();
  },
);

test("a witness that is away, hangs or lies costs nothing but its cosignature", { timeout: 60_000 }, async () => {
  await log.append(2);
  const answers = [
    "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nhi!\n",
    null,
    "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\n\r\n",
  ];
  const liar = net.createServer((socket) => {
    socket.on("error", () => undefined);
    const answer = answers.shift();
    if (answer) socket.once("data", () => socket.end(answer));
    else socket.destroy();
  });
  await new Promise<void>((resolve) => liar.listen(0, "127.0.0.1", () => resolve()));
  const key = witness.setting.split(" ")[0]!;
  const bad = log.withSettings({
    VONGGAC_WITNESSES: `${key} http://127.0.0.1:${(liar.address() as net.AddressInfo).port}`,
  });
  await makeCheckpoint(bad);
  for (let i = 0; i < 3; i++) expect((await pushCheckpoint(bad))[0]!.outcome).toBe("unavailable");
  expect((await pushCheckpoint(house))[0]!.outcome).toBe("cosigned");
  await new Promise((resolve) => liar.close(resolve));
});
