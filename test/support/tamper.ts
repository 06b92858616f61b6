// Promises random damage to a copy of a package, one place at a time, and a count of what the verifier noticed.
import { copyFile, mkdtemp, open, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { openSource } from "#evidence/verify/node/open-file.ts";
import { verifyPackage } from "#evidence/verify/verify-package.ts";
import { readZip } from "#evidence/verify/zip-reader.ts";

/** Looks at the damaged copy; `failing` are the sentences of the checks that failed. */
export type TamperJudge = (copy: string) => Promise<{ ok: boolean; level: string; failing: string[] }>;

const judgeInNode: TamperJudge = async (copy) => {
  const { ok, level, checks } = await verifyPackage(copy);
  return { ok, level, failing: checks.filter((check) => !check.ok).map((check) => check.detail) };
};

export interface TamperResult {
  count: number;
  detected: number;
  /** Detected, and a failing check names the member (or the container) in which the place lies. */
  named: number;
  /** What was missed, as sentences. */
  missed: string[];
}

interface Part {
  name: string;
  start: number;
  end: number;
}

/** Flips one bit or replaces one byte at `count` random places, each time in an otherwise intact copy. */
export async function runTamper(
  file: string,
  count: number,
  seed: number,
  look: TamperJudge = judgeInNode,
): Promise<TamperResult> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "vonggac-tamper-"));
  const copy = path.join(folder, path.basename(file));
  await copyFile(file, copy);
  const random = randomFrom(seed);
  const { parts, size } = await layoutOf(copy);
  const result: TamperResult = { count, detected: 0, named: 0, missed: [] };
  const handle = await open(copy, "r+");
  try {
    for (let i = 0; i < count; i++) {
      const at = Math.floor(random() * size);
      const before = Buffer.alloc(1);
      await handle.read(before, 0, 1, at);
      const change = i % 2 === 0 ? 1 << Math.floor(random() * 8) : 1 + Math.floor(random() * 255);
      await handle.write(Buffer.from([before[0]! ^ change]), 0, 1, at);
      judge(await look(copy), parts, at, result);
      await handle.write(before, 0, 1, at);
    }
  } finally {
    await handle.close();
    await rm(folder, { recursive: true, force: true });
  }
  return result;
}

function judge(
  { ok, level, failing }: Awaited<ReturnType<TamperJudge>>,
  parts: Part[],
  at: number,
  result: TamperResult,
): void {
  const part = parts.find((p) => at >= p.start && at < p.end)?.name ?? "container";
  if (ok || level !== "broken" || failing.length === 0) {
    result.missed.push(`byte ${at} (${part}): not noticed`);
    return;
  }
  result.detected++;
  if (failing.some((detail) => detail.includes(part))) result.named++;
  else result.missed.push(`byte ${at} (${part}): noticed, but called ${failing.join("; ")}`);
}

async function layoutOf(file: string): Promise<{ parts: Part[]; size: number }> {
  const { source, close } = await openSource(file);
  try {
    const { members } = await readZip(source);
    return {
      parts: members.map((m) => ({ name: m.name, start: m.dataOffset, end: m.dataOffset + m.packedSize })),
      size: source.size,
    };
  } finally {
    await close();
  }
}

/** Mulberry32: the same seed gives the same places. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
