// Promises the full-disk test in a process of its own, whose data folder is a small disk: prints what it saw as one JSON line.
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig } from "#core/config.ts";
import type { CaptureId } from "#core/id.ts";
import { insertCapture, selectCapture, selectOptionalSeal, setCaptureState } from "#core/records/capture.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { verifyCustody } from "#workers/custody.ts";
import { openHouse } from "#workers/house.ts";
import { freeBytes } from "#workers/keeping/disk-reserve.ts";
import { startCrew } from "#workers/main.ts";
import { makeBundle } from "./make-bundle.ts";

const config = readConfig();
const house = await openHouse(config);
const { pool } = house.database;
const facts = {
  targetId: null,
  scanId: null,
  pageId: null,
  vantage: "desktop",
  askedBy: "test",
  reason: "test",
} as const;

async function addCaptured(): Promise<CaptureId> {
  const id = (await insertCapture(pool, { ...facts, url: "https://www.lang-nghe.test/trang" }))!;
  makeBundle(house.workDir(id), { captureId: id, bodyBytes: 1_000_000 });
  await setCaptureState(pool, id, { state: "captured", status: "partial" });
  return id;
}

const captured = [await addCaptured(), await addCaptured(), await addCaptured()];
const queued = (await insertCapture(pool, { ...facts, url: "http://127.0.0.1:1/" }))!;
const filler = path.join(config.dataDir, "filler");
const size = (await freeBytes(config)) - 400_000;
writeFileSync(filler, Buffer.alloc(size));

const states = async () => Promise.all([...captured, queued].map((id) => selectCapture(pool, id)));
const files = () =>
  readdirSync(path.join(config.dataDir, "evidence"), { recursive: true, withFileTypes: true }).filter((f) =>
    f.isFile(),
  );
const filesOr = () => {
  try {
    return files();
  } catch {
    return []; // no evidence folder yet
  }
};

const stopCrew = await startCrew(house, { queues: ["capture"] });
await sleep(9000);
const full = { states: await states(), files: filesOr().map((f) => f.name) };
rmSync(filler);
for (let i = 0; i < 120; i++) {
  const open = (await states()).filter((row) => ["queued", "captured"].includes(row.state));
  if (open.length === 0) break;
  await sleep(500);
}
const end = await states();
const verdicts = await Promise.all(
  captured.map(async (id) => {
    const seal = await selectOptionalSeal(pool, id);
    const file = seal && house.store.localPath(seal.storeKey);
    return file ? (await verifyPackage(file, { trustPem: house.keyring.publicPem })).ok : false;
  }),
);
const summary = {
  whileFull: full.states.map(({ state, error, attempts }) => ({ state, error, attempts })),
  filesWhileFull: full.files,
  after: end.map(({ state, error }) => ({ state, error })),
  verdicts,
  files: files().map((f) => f.name),
  custody: (await verifyCustody(pool)).ok,
};
process.stdout.write(`${JSON.stringify(summary)}\n`);
await stopCrew();
await house.close();
