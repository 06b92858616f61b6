// Promises signed notes, verifier keys and cosignatures against the examples of the C2SP texts, and against bent ones.
import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { checkpointText, joinNote, readCheckpoint, readSignedCheckpoint } from "#evidence/ledger/checkpoint.ts";
import { emptyRoot } from "#evidence/ledger/merkle.ts";
import {
  checkSignature,
  cosignLine,
  readNote,
  readVerifierKey,
  signLine,
  toVerifierKey,
} from "#evidence/ledger/signed-note.ts";

const example = {
  key: "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
  note: "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
};

test("the example note of signed-note verifies with its key, and not when a letter of it changes", () => {
  const key = readVerifierKey(example.key);
  expect(key.text).toBe(example.key);
  expect(checkSignature(readNote(example.note), key)).toMatchObject({ seconds: null });
  expect(checkSignature(readNote(example.note.replace("example message", "exemple message")), key)).toBe("false");
  expect(checkSignature(readNote(example.note.replace("— example.com/foo ", "— example.com/bar ")), key)).toBeNull();
});

test("a verifier key with a wrong hash, kind or spelling is refused by name", () => {
  expect(() => readVerifierKey(example.key.replace("530d903a", "530d903b"))).toThrow(/mistyped/);
  expect(() => readVerifierKey(example.key.replace("+Aeky", "+Beky"))).toThrow(/type 1 or 4/);
  expect(() => readVerifierKey("example.com/foo 530d903a")).toThrow(/verifier key is written/);
});

test("a checkpoint is signed by the log, co-signed by a witness, and read back", () => {
  const [log, other] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
  const logKey = toVerifierKey("vonggac-0123456789abcdef", 1, log.publicKey);
  const witnessKey = toVerifierKey("cong-an-tinh-mau", 4, other.publicKey);
  const text = checkpointText({ origin: logKey.name, size: 7, root: emptyRoot });
  expect(text).toBe("vonggac-0123456789abcdef\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  const line = signLine(text, logKey, log.privateKey);
  const note = joinNote(text, [line, cosignLine(text, witnessKey, other.privateKey, 1_790_000_000)]);
  const read = readSignedCheckpoint(note, readVerifierKey(logKey.text));
  expect(read).toMatchObject({ origin: logKey.name, size: 7 });
  expect(checkSignature(read.note, readVerifierKey(witnessKey.text))).toMatchObject({ seconds: 1_790_000_000 });
  expect(() => readSignedCheckpoint(note.replace("\n7\n", "\n8\n"), logKey)).toThrow(/not signed by/);
  const stranger = toVerifierKey(logKey.name, 1, other.publicKey);
  expect(() => readSignedCheckpoint(joinNote(text, [signLine(text, stranger, other.privateKey)]), logKey)).toThrow(
    /not signed/,
  );
});

test("a cosignature does not hold for another time, and a log's key never counts as a witness'", () => {
  const pair = generateKeyPairSync("ed25519");
  const key = toVerifierKey("nhan-chung", 4, pair.publicKey);
  const text = checkpointText({ origin: "so", size: 1, root: emptyRoot });
  const [, , body] = cosignLine(text, key, pair.privateKey, 1000).split(" ");
  const bytes = Buffer.from(body!, "base64");
  bytes.writeBigUInt64BE(2000n, 4);
  expect(checkSignature(readNote(joinNote(text, [`— ${key.name} ${bytes.toString("base64")}`])), key)).toBe("false");
  const asLog = toVerifierKey("nhan-chung", 1, pair.publicKey);
  expect(checkSignature(readNote(joinNote(text, [signLine(text, asLog, pair.privateKey)])), key)).toBeNull();
});

test("a checkpoint with another form of numbers, base64 or lines is none", () => {
  const good = joinNote(checkpointText({ origin: "so", size: 10, root: emptyRoot }), ["— so AAAAAAA="]);
  expect(readCheckpoint(good).size).toBe(10);
  for (const [from, to] of [
    ["\n10\n", "\n010\n"],
    ["\n10\n", "\n1e1\n"],
    ["\n10\n", "\n99999999999999999\n"],
    ["uFU=\n", "uFV=\n"],
    ["so\n10", "\n10"],
    ["\n\n—", "\n—"],
    ["so\n", "so\r\n"],
  ] as const)
    expect(() => readCheckpoint(good.replace(from, to)), JSON.stringify(to)).toThrow(/input\.invalid/);
});
