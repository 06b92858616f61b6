// Promises what the custody extract proves: its entries stand in the tree that the log's signed checkpoint commits to.
import { fromBase64, utf8 } from "./bytes.ts";
import { isConsistent, isIncluded, leafHash } from "./merkle.ts";
import { Broken, quote, type Report } from "./report.ts";
import { asFields, asList, asText, type Fields, isCanonical, parseJson, plainText } from "./strict-json.ts";
import type { Trust } from "./trust.ts";
import { type Checkpoint, cosignedAt, noteHolds, readCheckpoint, readVkey, type VerifierKey } from "./vkey.ts";

export interface Custody {
  checkpoint: Checkpoint;
  /** By tree size: the bytes that a batch stamp stamps. */
  notes: Map<number, Uint8Array>;
  entries: Fields[];
  logKey: VerifierKey;
  logPinned: boolean;
  /** Pinned witnesses whose cosignature of the checkpoint holds. */
  witnesses: { name: string; atSeconds: number }[];
}

const keysOfEntry = "act,actor,at,detail,seq,sha256,subject";
const maxProof = 64;

/** Throws Broken when the extract cannot be read at all. */
export async function checkCustody(
  bytes: Uint8Array,
  name: string,
  trust: Trust | null,
  report: Report,
): Promise<Custody> {
  const extract = asFields(parseJson(bytes, name), name);
  const form =
    isCanonical(extract, bytes) && extract.format === "vonggac-custody/1" ? [] : [`${name}: not in its one form`];
  report.list("custody.form", form, `${name} is canonical`);
  const logKey = readVkey(asText(extract.logKey, `${name}: logKey`), `${name}: logKey`);
  const checkpoint = readCheckpoint(asText(extract.checkpoint, `${name}: checkpoint`), `${name}: checkpoint`);
  const logPinned = await checkLog(extract, checkpoint, logKey, name, trust, report);
  const entries = checkEntries(extract, checkpoint, name, report);
  const notes = await checkEarlier(extract, checkpoint, logKey, name, report);
  const witnesses = await checkWitnesses(extract, checkpoint, name, trust, report);
  return { checkpoint, notes, entries, logKey, logPinned, witnesses };
}

async function checkLog(
  extract: Fields,
  checkpoint: Checkpoint,
  key: VerifierKey,
  name: string,
  trust: Trust | null,
  report: Report,
): Promise<boolean> {
  const problems: string[] = [];
  if (key.type !== 1) problems.push(`${name}: logKey is not the key of a log`);
  if (extract.origin !== checkpoint.origin) problems.push(`${name}: its origin is not the checkpoint's`);
  if (key.name !== checkpoint.origin) problems.push(`${name}: the log's key has another name than the checkpoint`);
  if ((await noteHolds(checkpoint.note, key)) !== true)
    problems.push(`${name}: the log's signature of the checkpoint does not hold`);
  const pinned = (trust?.vkeys ?? []).filter((pin) => pin.type === 1);
  const isPinned = pinned.some((pin) => pin.text === key.text);
  if (!isPinned && pinned.some((pin) => pin.name === key.name))
    problems.push(`${name}: the log of that name is pinned with another key`);
  report.list("custody.checkpoint", problems, `${name}: ${checkpoint.size} entries, signed by ${key.name}`);
  return isPinned && problems.length === 0;
}

function checkEntries(extract: Fields, checkpoint: Checkpoint, name: string, report: Report): Fields[] {
  const problems: string[] = [];
  const entries: Fields[] = [];
  let before = 0;
  for (const [i, value] of asList(extract.entries, `${name}: entries`).entries()) {
    const part = `${name}: entry ${i + 1}`;
    const row = asFields(value, part);
    const text = utf8(asText(row.entry, part));
    const entry = asFields(parseJson(text, part), part);
    const seq = typeof entry.seq === "number" && Number.isSafeInteger(entry.seq) ? entry.seq : 0;
    if (Object.keys(entry).sort().join() !== keysOfEntry || !isCanonical(entry, text))
      problems.push(`${part}: not in its one form`);
    if (seq <= before) problems.push(`${part}: not in order`);
    before = seq;
    const proof = proofOf(row, part);
    if (!isIncluded(leafHash(text), seq - 1, checkpoint.size, proof, checkpoint.root))
      problems.push(
        `${part} (${quote(plainText(entry.act))}, number ${seq}): not in the log that the checkpoint commits to`,
      );
    entries.push(entry);
  }
  report.list("custody.inclusion", problems, `${name}: all ${entries.length} entries are in the log`);
  return entries;
}

/** Earlier checkpoints must be beginnings of the later tree: otherwise the log was rewritten or forked. */
async function checkEarlier(
  extract: Fields,
  checkpoint: Checkpoint,
  key: VerifierKey,
  name: string,
  report: Report,
): Promise<Map<number, Uint8Array>> {
  const problems: string[] = [];
  const notes = new Map([[checkpoint.size, utf8(checkpoint.note.text)]]);
  for (const [i, value] of asList(extract.earlier, `${name}: earlier`).entries()) {
    const part = `${name}: earlier checkpoint ${i + 1}`;
    const row = asFields(value, part);
    const old = readCheckpoint(asText(row.checkpoint, part), part);
    if ((await noteHolds(old.note, key)) !== true || old.origin !== checkpoint.origin)
      problems.push(`${part}: not signed by this log`);
    if (!isConsistent(old.size, checkpoint.size, proofOf(row, part), old.root, checkpoint.root))
      problems.push(
        `${part}: the log of ${checkpoint.size} entries does not start with that of ${old.size} (rewritten or forked)`,
      );
    if (!notes.has(old.size)) notes.set(old.size, utf8(old.note.text));
  }
  report.list("custody.consistency", problems, `${name}: the log has only grown`);
  return notes;
}

async function checkWitnesses(
  extract: Fields,
  { note }: Checkpoint,
  name: string,
  trust: Trust | null,
  report: Report,
): Promise<Custody["witnesses"]> {
  const claimed = asList(extract.witnessKeys, `${name}: witnessKeys`).map((value) =>
    readVkey(asText(value, `${name}: witnessKeys`), `${name}: witnessKeys`),
  );
  const pinned = (trust?.vkeys ?? []).filter((key) => key.type === 4);
  const all = [...pinned, ...claimed.filter((key) => !pinned.some((pin) => pin.text === key.text))];
  const problems: string[] = [];
  const good: VerifierKey[] = [];
  for (const key of all) {
    if (key.type !== 4) problems.push(`${name}: ${quote(key.name)} is not the key of a witness`);
    else if ((await noteHolds(note, key)) === false)
      problems.push(`${name}: the cosignature of ${quote(key.name)} does not hold`);
    else if (cosignedAt(note, key) !== null) good.push(key);
  }
  report.list("custody.cosignature", problems, `${name}: ${good.length} witnesses signed the checkpoint`);
  return pinned
    .filter((key) => good.includes(key))
    .map((key) => ({ name: key.name, atSeconds: cosignedAt(note, key) ?? 0 }));
}

function proofOf(row: Fields, part: string): Uint8Array[] {
  const proof = asList(row.proof, `${part}: proof`);
  if (proof.length > maxProof) throw new Broken(`${part}: a proof longer than any log is deep`);
  return proof.map((value) => {
    const hash = fromBase64(asText(value, `${part}: proof`));
    if (hash?.length !== 32) throw new Broken(`${part}: a proof that is not of hashes`);
    return hash;
  });
}

/** Every capture of the package was sealed, as the log tells, with exactly these bytes. */
export function checkSealedEntries(
  entries: readonly Fields[],
  captures: readonly { captureId: string; packageSha256: string }[],
  packageId: string,
  name: string,
  report: Report,
): void {
  const problems: string[] = [];
  const known = new Set([...captures.map((c) => c.captureId), packageId]);
  const sealings = new Map<string, Fields[]>();
  for (const entry of entries.filter((e) => e.act === "capture.sealed")) {
    const subject = plainText(entry.subject);
    const held = sealings.get(subject);
    if (held) held.push(entry);
    else sealings.set(subject, [entry]);
  }
  for (const { captureId, packageSha256 } of captures) {
    const sealed = sealings.get(captureId) ?? [];
    if (sealed.length === 0) problems.push(`${name}: no entry says that ${captureId} was sealed`);
    else if (!sealed.every((e) => e.sha256 === packageSha256))
      problems.push(`${name}: ${captureId} was sealed with other bytes than these`);
  }
  for (const entry of entries)
    if (!known.has(plainText(entry.subject)))
      problems.push(`${name}: entry ${Number(entry.seq)} is about something else`);
  report.list("custody.captures", problems, `${name}: every capture is in the log with its hash`);
}
