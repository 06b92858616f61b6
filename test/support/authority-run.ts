// Promises many stamps asked for while two authorities change between honest, lying, slow and dead at random, then an account of it.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { setClock } from "#core/clock.ts";
import { readConfig } from "#core/config.ts";
import { inTransaction } from "#core/db/pool.ts";
import { countOpenTimeStamps } from "#core/records/time-stamp.ts";
import { type House, openHouse } from "#workers/house.ts";
import { startCrew } from "#workers/main.ts";
import { askCheckpointStamp } from "#workers/time-stamps.ts";
import { createTestDatabase } from "./database.ts";
import { seededRandom } from "./seeded-random.ts";
import { authorityModes, startTimeStampAuthority, type TestAuthority } from "./time-stamp-authority.ts";

export interface AuthorityRun {
  stamps: number;
  /** Requests that ended with at least one token. */
  granted: number;
  stillOpen: number;
  tokens: number;
  /** Tokens that `openssl ts -verify` accepts. */
  sound: number;
  /** Questions that the authorities received in all, and modes that they went through. */
  asked: number;
  modes: number;
}

/** Two hours behind, so that every pause is over at once; the authorities follow this clock. */
const shiftMs = -7_200_000;

export async function runLyingAuthorities(wish: {
  stamps: number;
  seed: number;
  forMs: number;
}): Promise<AuthorityRun> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-authorities-"));
  const database = await createTestDatabase();
  const authorities = [await startTimeStampAuthority({ slowMs: 900 }), await startTimeStampAuthority({ slowMs: 900 })];
  const roots = path.join(folder, "roots.pem");
  writeFileSync(roots, authorities.map((a) => a.rootPem).join(""));
  for (const authority of authorities) authority.clockOffsetMs = shiftMs;
  const restoreClock = setClock(() => Date.now() + shiftMs);
  const house = await openHouse(
    readConfig({
      VONGGAC_DATA: path.join(folder, "data"),
      DATABASE_URL: database.url,
      VONGGAC_TSA_URLS: authorities.map((a) => a.url).join(" "),
      VONGGAC_TSA_TRUST: roots,
      VONGGAC_TSA_TIMEOUT_MS: "500",
    }),
  );
  try {
    await askMany(house, wish.stamps);
    const modes = await stampThroughTrouble(house, authorities, wish);
    return {
      ...(await account(house, roots, folder)),
      stamps: wish.stamps,
      modes,
      asked: authorities[0]!.asked + authorities[1]!.asked,
    };
  } finally {
    restoreClock();
    await house.close();
    await Promise.all([...authorities.map((a) => a.close()), database.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function askMany(house: House, stamps: number): Promise<void> {
  await inTransaction(house.database.pool, async (tx) => {
    for (let size = 1; size <= stamps; size++)
      await askCheckpointStamp(tx, { size, note: `so.kiem.thu\n${size}\nAAAA\n\n— so.kiem.thu chu-ky\n` });
  });
}

/** Both lie and fail at random for a while, then both are honest until nothing is left to do. Returns the modes gone through. */
async function stampThroughTrouble(
  house: House,
  authorities: TestAuthority[],
  { seed, forMs }: { seed: number; forMs: number },
): Promise<number> {
  const random = seededRandom(seed);
  const stopCrew = await startCrew(house, { queues: ["stamp"] });
  try {
    let modes = 0;
    for (const end = Date.now() + forMs; Date.now() < end; await sleep(60)) {
      const authority = authorities[Math.floor(random() * authorities.length)]!;
      authority.mode = authorityModes[Math.floor(random() * authorityModes.length)]!;
      modes += 1;
    }
    for (const authority of authorities) authority.mode = "good";
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100))
      if ((await countOpenTimeStamps(house.database.pool)).open === 0) break;
    return modes;
  } finally {
    await stopCrew();
  }
}

async function account(house: House, roots: string, folder: string) {
  const { pool } = house.database;
  const { rows } = await pool.query<{ base: string; n: number; note: string }>(
    "select t.base, t.n, s.note from time_stamp_token t join time_stamp s on s.id = t.request_id order by t.base, t.n",
  );
  let sound = 0;
  for (const { base, n, note } of rows) {
    const data = path.join(folder, "note.txt");
    writeFileSync(data, note);
    const token = house.store.localPath(`${base}.${n}.tsr`)!;
    const args = ["ts", "-verify", "-data", data, "-in", token, "-CAfile", roots];
    const said = await promisify(execFile)("openssl", args).catch(() => null);
    if (said?.stdout.includes("Verification: OK")) sound += 1;
  }
  return {
    granted: new Set(rows.map((r) => r.base)).size,
    stillOpen: (await countOpenTimeStamps(pool)).open,
    tokens: rows.length,
    sound,
  };
}
