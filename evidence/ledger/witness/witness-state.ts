// Promises what a witness has seen: kept in its own folder, on the disk before it answers, never going backwards.
import { createHash, type KeyObject } from "node:crypto";
import { open, readdir } from "node:fs/promises";
import path from "node:path";
import { now } from "#core/clock.ts";
import { AppError } from "#core/errors.ts";
import { readSignedCheckpoint, type SignedCheckpoint } from "../checkpoint.ts";
import { openKeyFile, readIfThere, replaceFile } from "../key-file.ts";
import { checkSignature, readVerifierKey, toVerifierKey, type VerifierKey } from "../signed-note.ts";

/** `rollback`: an older state was shown. `fork`: two histories. `rewritten`: an entry is no longer what it was. */
export type WitnessAlarmKind = "rollback" | "fork" | "rewritten";

export interface WitnessAlarm {
  kind: WitnessAlarmKind;
  at: string;
  vi: string;
  en: string;
  /** The signed notes that contradict each other: what this witness had co-signed, and what it was shown. */
  held: string;
  shown: string;
  proof: string[];
}

export interface WitnessState {
  folder: string;
  logKey: VerifierKey;
  key: VerifierKey;
  privateKey: KeyObject;
  /** The last checkpoint that was co-signed, with that cosignature, or null. */
  latest: SignedCheckpoint | null;
  latestNote: string | null;
  latestSeconds: number | null;
  alarms: WitnessAlarm[];
}

const files = { key: "witness-key.pem", verifier: "witness.vkey", log: "log.vkey", latest: "latest.note" };
const seenFile = "seen.jsonl";

/**
 * Opens the folder, or furnishes a new one with an own key. Throws AppError `conflict` when it belongs to another log or was set
 * back, `config.invalid` when its key is readable by others, `input.invalid` for a key or name of wrong form.
 */
export async function openWitnessState(folder: string, log: string, name: string | undefined): Promise<WitnessState> {
  const logKey = readVerifierKey(log);
  if (logKey.kind !== 1) throw new AppError("input.invalid", { detail: "--log: this is a witness' key, not a log's" });
  const privateKey = await openKeyFile(path.join(folder, files.key));
  await keepOnce(path.join(folder, files.log), logKey.text);
  const known = await readIfThere(path.join(folder, files.verifier));
  const chosen = name ?? (known ? readVerifierKey(known).name : nameOf(privateKey));
  const key = toVerifierKey(chosen, 4, privateKey);
  await keepOnce(path.join(folder, files.verifier), key.text);
  const state: WitnessState = {
    folder,
    logKey,
    key,
    privateKey,
    latest: null,
    latestNote: null,
    latestSeconds: null,
    alarms: [],
  };
  await readAlarms(state);
  const note = await readIfThere(path.join(folder, files.latest));
  if (note !== null) adopt(state, note);
  await refuseSetBack(state);
  return state;
}

function nameOf(key: KeyObject): string {
  const { text } = toVerifierKey("witness", 4, key);
  return `witness-${createHash("sha256").update(text).digest("hex").slice(0, 8)}`;
}

/** A folder serves one log under one name: another one needs another folder. */
async function keepOnce(file: string, text: string): Promise<void> {
  const known = await readIfThere(file);
  if (known === null) return replaceFile(file, `${text}\n`);
  if (known.trim() === text) return;
  throw new AppError("conflict", {
    detail: `${file} says ${known.trim()}, not ${text}`,
    cure: "Use another folder (--state) for another log or another name.",
  });
}

function adopt(state: WitnessState, note: string): void {
  const latest = readSignedCheckpoint(note, state.logKey);
  const own = checkSignature(latest.note, state.key);
  if (own === null || own === "false")
    throw new AppError("conflict", {
      detail: `${state.folder}/${files.latest} does not carry this witness' own cosignature`,
    });
  [state.latest, state.latestNote, state.latestSeconds] = [latest, note, own.seconds];
}

/** `seen.jsonl` grows after each cosignature: when it knows more than `latest.note`, the latter was put back. */
async function refuseSetBack(state: WitnessState): Promise<void> {
  const lines = ((await readIfThere(path.join(state.folder, seenFile))) ?? "").split("\n").filter(Boolean);
  const sizes = lines.map(sizeOf).filter((size) => size !== null);
  const seen = Math.max(0, ...sizes.slice(-5));
  if (seen <= (state.latest?.size ?? 0)) return;
  throw new AppError("conflict", {
    detail: `${state.folder}: ${seenFile} knows ${seen} entries, ${files.latest} only ${state.latest?.size ?? 0}`,
    cure: "The witness' folder was put back to an earlier state: put the newest one back.",
  });
}

/** A last line that a kill cut in half says nothing. */
function sizeOf(line: string): number | null {
  return Number(/^\{"size":(\d+),.*\}$/.exec(line)?.[1] ?? NaN) || null;
}

/** Writes the newer checkpoint down; only then may its cosignature leave the house. */
export async function advance(state: WitnessState, note: string): Promise<void> {
  await replaceFile(path.join(state.folder, files.latest), note, 0o600);
  adopt(state, note);
  const { size, root } = state.latest!;
  const line = `${JSON.stringify({ size, root: root.toString("base64"), seconds: state.latestSeconds })}\n`;
  await appendSynced(path.join(state.folder, seenFile), line);
}

async function appendSynced(file: string, line: string): Promise<void> {
  const handle = await open(file, "a", 0o600);
  try {
    await handle.writeFile(line);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const mostAlarms = 1000;

/** Keeps the proof; the same contradiction is kept once. Gives null when it was known. */
export async function raiseAlarm(state: WitnessState, alarm: Omit<WitnessAlarm, "at">): Promise<WitnessAlarm | null> {
  const isKnown = state.alarms.some((a) => a.kind === alarm.kind && a.held === alarm.held && a.shown === alarm.shown);
  if (isKnown || state.alarms.length >= mostAlarms) return null;
  const raised = { ...alarm, at: now().toISOString() };
  const name = `${raised.at.replaceAll(/[:.]/g, "-")}-${alarm.kind}-${state.alarms.length + 1}.json`;
  await replaceFile(path.join(state.folder, "alarms", name), `${JSON.stringify(raised, null, 2)}\n`, 0o600);
  state.alarms.push(raised);
  return raised;
}

/** The alarms that the folder holds, into the state. */
export async function readAlarms(state: WitnessState): Promise<void> {
  const dir = path.join(state.folder, "alarms");
  const names = (await readdir(dir).catch(() => [])).filter((n) => n.endsWith(".json")).sort();
  const texts = await Promise.all(names.map((n) => readIfThere(path.join(dir, n))));
  state.alarms = texts.map((text) => JSON.parse(text!) as WitnessAlarm);
}
