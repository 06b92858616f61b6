// Promises a witness' own look at the entries: an exported log recomputed against what was co-signed, the first rewritten entry named.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#core/errors.ts";
import { readSignedCheckpoint } from "../checkpoint.ts";
import { readIfThere, replaceFile } from "../key-file.ts";
import { hashLeaf, rootOf } from "../merkle.ts";
import { hashAt, readNodes, rootOfTile, tilePath, tileWidth } from "../tiles.ts";
import { raiseAlarm, type WitnessAlarm, type WitnessState } from "./witness-state.ts";

export interface ExportAudit {
  entries: number;
  /** Number of the first entry that is not what it was at an earlier look; null where all are. */
  rewritten: number | null;
  alarm: WitnessAlarm | null;
}

/**
 * Reads `tile/entries` of the folder, hashes every entry, and compares: with the leaf hashes kept at the look before, with the
 * root this witness co-signed, and with the checkpoint there. Throws AppError `input.unreadable` when the export is incomplete.
 */
export async function auditExport(state: WitnessState, folder: string): Promise<ExportAudit> {
  const note = await readFile(path.join(folder, "checkpoint"), "utf8").catch((error: unknown) => {
    throw new AppError("input.unreadable", { cause: error, detail: `${folder}/checkpoint cannot be read` });
  });
  const checkpoint = readSignedCheckpoint(note, state.logKey);
  const leaves = await readLeaves(folder, checkpoint.size);
  const keptFile = path.join(state.folder, "leaves.bin");
  const kept = await readKept(keptFile);
  const rewritten = firstDifference(kept, leaves);
  const size = state.latest?.size ?? 0;
  const isOwn = size === 0 || (size <= checkpoint.size && (await rootAt(leaves, size)).equals(state.latest!.root));
  const isTrue = (await rootAt(leaves, checkpoint.size)).equals(checkpoint.root);
  if (rewritten === null && isOwn && isTrue) {
    if (leaves.length > kept.length) await replaceFile(keptFile, leaves, 0o600);
    return { entries: checkpoint.size, rewritten, alarm: null };
  }
  const raised = {
    ...say(rewritten, isOwn, size, checkpoint.size),
    held: state.latestNote ?? "",
    shown: note,
    proof: [],
  };
  await raiseAlarm(state, raised);
  return { entries: checkpoint.size, rewritten, alarm: { ...raised, at: "" } };
}

function say(rewritten: number | null, isOwn: boolean, size: number, shown: number) {
  if (shown < size)
    return {
      kind: "rollback" as const,
      vi: `Bản sao sổ chỉ có ${shown} mục, nhân chứng đã ký ${size} mục.`,
      en: `rollback: the export holds ${shown} entries, this witness co-signed ${size}.`,
    };
  const which = rewritten === null ? "" : ` số ${rewritten}`;
  return {
    kind: "rewritten" as const,
    vi: `Mục${which} trong sổ lưu giữ không còn như lúc ${isOwn ? "sổ đã ký" : "nhân chứng đã ký"}.`,
    en: `rewritten: entry ${rewritten ?? "(unknown: no earlier look)"} is not what it was when ${isOwn ? "the log signed it" : "this witness co-signed it"}.`,
  };
}

async function readKept(file: string): Promise<Buffer> {
  return (await readIfThere(file)) === null ? Buffer.alloc(0) : readFile(file);
}

/** Position of the first hash that differs, counted from 1. Kept hashes beyond the export are a rollback, judged elsewhere. */
function firstDifference(kept: Buffer, leaves: Buffer): number | null {
  const common = Math.min(kept.length, leaves.length);
  for (let at = 0; at < common; at += 32)
    if (!kept.subarray(at, at + 32).equals(leaves.subarray(at, at + 32))) return at / 32 + 1;
  return null;
}

async function readLeaves(folder: string, size: number): Promise<Buffer> {
  const leaves: Buffer[] = [];
  for (let first = 0; first < size; first += tileWidth) {
    const width = Math.min(tileWidth, size - first);
    const name = tilePath("entries", first / tileWidth, width);
    const bundle = await readFile(path.join(folder, name)).catch((error: unknown) => {
      throw new AppError("input.unreadable", { cause: error, detail: `${folder}/${name} cannot be read` });
    });
    leaves.push(...leavesOf(bundle, width, name));
  }
  return Buffer.concat(leaves);
}

function leavesOf(bundle: Buffer, width: number, name: string): Buffer[] {
  const leaves: Buffer[] = [];
  let at = 0;
  while (at + 2 <= bundle.length) {
    const end = at + 2 + bundle.readUInt16BE(at);
    if (end > bundle.length) break;
    leaves.push(hashLeaf(bundle.subarray(at + 2, end)));
    at = end;
  }
  if (at !== bundle.length || leaves.length !== width)
    throw new AppError("input.unreadable", { detail: `${name}: not ${width} entries` });
  return leaves;
}

/** The root over the first `size` leaf hashes. */
function rootAt(leaves: Buffer, size: number) {
  const levels = [leaves.subarray(0, size * 32)];
  while (levels.at(-1)!.length >= tileWidth * 32) {
    const below = levels.at(-1)!;
    const full = Math.floor(below.length / (tileWidth * 32));
    levels.push(Buffer.concat(Array.from({ length: full }, (_, i) => rootOfTile(below.subarray(i * tileWidth * 32)))));
  }
  const nodes = readNodes(size, async (level, index, width) => {
    const start = index * tileWidth;
    return Buffer.concat(Array.from({ length: width }, (_, i) => hashAt(levels[level]!, start + i)));
  });
  return rootOf(nodes, size);
}
