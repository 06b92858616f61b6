import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { checkpointText, joinNote } from "#evidence/ledger/checkpoint.ts";
import { hashLeaf, hashNode, rootOf } from "#evidence/ledger/merkle.ts";
import { signLine, toVerifierKey } from "#evidence/ledger/signed-note.ts";
import { addCheckpoint } from "#evidence/ledger/witness/add-checkpoint.ts";
import { openWitnessState, type WitnessState } from "#evidence/ledger/witness/witness-state.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-witness-words-"));
const key = generateKeyPairSync("ed25519").privateKey;
const logKey = toVerifierKey("log.test", 1, key);
let state: WitnessState;

beforeAll(async () => {
  state = await openWitnessState(folder, logKey.text, "nhan-chung");
  expect((await addCheckpoint(state, `old 0\n\n${await noteOf(4)}`)).status).toBe(200);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function noteOf(size: number, salt = ""): Promise<string> {
  const read = (height: number, index: number): Buffer =>
    height === 0
      ? hashLeaf(Buffer.from(`${salt}${index}`))
      : hashNode(read(height - 1, index * 2), read(height - 1, index * 2 + 1));
  const text = checkpointText({ origin: "log.test", size, root: await rootOf(read, size) });
  return joinNote(text, [signLine(text, logKey, key)]);
}

it("calls a checkpoint with a wrong proof not shown to continue: who sent it may be anybody", async () => {
  const proof = Buffer.alloc(32).toString("base64");
  const { status, alarm } = await addCheckpoint(state, `old 4\n${proof}\n\n${await noteOf(8)}`);
  expect(status).toBe(422);
  expect(alarm?.en).toContain("or who sent it gave a wrong proof");
  expect(alarm?.vi).toContain("hoặc người gửi đưa bằng chứng sai");
});

it("calls two signed trees of one size a fork outright", async () => {
  const { alarm } = await addCheckpoint(state, `old 4\n\n${await noteOf(4, "khác ")}`);
  expect(alarm?.en).toBe("fork: the log signed two different histories of 4 entries.");
});

it("says of an old checkpoint that it may be a repeated one", async () => {
  const { status, alarm } = await addCheckpoint(state, `old 0\n\n${await noteOf(2)}`);
  expect(status).toBe(409);
  expect(alarm?.en).toContain("or somebody repeats an old state");
});
