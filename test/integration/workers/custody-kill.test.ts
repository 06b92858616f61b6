// Promises that a log killed at any moment loses nothing that it signed, signs on, and never contradicts itself.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { selectWitnessState } from "#core/records/checkpoint.ts";
import { readSignedCheckpoint, type SignedCheckpoint } from "#evidence/ledger/checkpoint.ts";
import { isConsistent, proveConsistency } from "#evidence/ledger/merkle.ts";
import { makeCheckpoint, openLog } from "#workers/checkpoint.ts";
import { verifyCustody } from "#workers/custody.ts";
import { auditCustody } from "#workers/ledger-care.ts";
import { readTree } from "#workers/ledger-tree.ts";
import { pushCheckpoint } from "#workers/witness-push.ts";
import { openCustodyLog } from "../../support/custody-log.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { startWitness } from "../../support/witness-process.ts";

const writer = fileURLToPath(new URL("../../support/custody-writer.ts", import.meta.url));

test("a log killed at random moments signs on where it was, and its witness never sees a contradiction", async () => {
  const seed = Date.now() % 1_000_000;
  const random = seededRandom(seed);
  const rounds = Number(process.env.VONGGAC_SOAK_KILLS ?? 6);
  const log = await openCustodyLog();
  const key = (await openLog(log.house)).key.verifier;
  const state = mkdtempSync(path.join(os.tmpdir(), "vonggac-witness-"));
  const witness = await startWitness(key.text, state);
  await log.append(250); // the first full tile falls into the run
  const env = {
    PATH: process.env.PATH ?? "",
    DATABASE_URL: log.url,
    VONGGAC_DATA: log.dataDir,
    VONGGAC_WITNESSES: witness.setting,
  };
  const given: SignedCheckpoint[] = [];
  for (let round = 0; round < rounds; round++) {
    const child = spawn(process.execPath, [writer], { env, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (d: Buffer) => (output += d.toString()));
    const closed = new Promise((resolve) => child.once("close", resolve));
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await new Promise((resolve) => setTimeout(resolve, random() * 300));
    child.kill("SIGKILL");
    await closed;
    for (const line of output.split("\n").slice(0, -1))
      given.push(readSignedCheckpoint(JSON.parse(line) as string, key));
  }
  const house = log.withSettings({ VONGGAC_WITNESSES: witness.setting });
  const last = readSignedCheckpoint((await makeCheckpoint(house)).note, key);
  const nodes = readTree(log.house.database.pool, last.size);
  for (const signed of given) {
    const proof = await proveConsistency(nodes, signed.size, last.size);
    expect(isConsistent(signed, last, proof), `seed ${seed}: ${signed.size} of ${last.size}`).toBe(true);
  }
  expect(given.length).toBeGreaterThan(rounds);
  expect((await pushCheckpoint(house))[0]!.outcome).toMatch(/cosigned|had it/);
  expect((await selectWitnessState(house.database.pool)).filter((w) => w.alarm !== null)).toEqual([]);
  expect((await auditCustody(house)).breaks).toEqual([]);
  expect((await verifyCustody(log.house.database.pool)).broken).toBeNull();
  await witness.kill("SIGTERM");
  await log.close();
  rmSync(state, { recursive: true });
});
