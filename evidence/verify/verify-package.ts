// Promises a verdict on a file on disk and the tokens beside it: Node's entry to the verifier.
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { ByteSource } from "./byte-source.ts";
import { useEngine } from "./engine.ts";
import { judge, type Verdict } from "./judge.ts";
import { nodeEngine } from "./node/node-engine.ts";
import { openSource } from "./node/open-file.ts";
import { Report } from "./report.ts";
import { claimsOf } from "./claims.ts";
import { readTrust } from "./trust.ts";

export type { Verdict } from "./judge.ts";

useEngine(nodeEngine);

const maxBeside = 200;

/**
 * Never throws. `trustPem`: the text of a trust file (FORMAT.md section 5): public keys and certificates in PEM, verifier
 * keys of logs and witnesses; a key in it must have signed.
 */
export async function verifyPackage(file: string, options: { trustPem?: string } = {}): Promise<Verdict> {
  const trust = options.trustPem === undefined ? null : readTrust(options.trustPem);
  const open: (() => Promise<void>)[] = [];
  try {
    const opened = await openSource(file);
    open.push(opened.close);
    const beside = await openBeside(file, open);
    return (await judge({ file, source: opened.source, beside, trust })).verdict;
  } catch (error) {
    const report = new Report();
    report.add("file", false, `file: ${error instanceof Error ? error.message : String(error)}`);
    const unknown = { file, ok: false, level: "broken", signer: null, checks: report.checks } as const;
    return { ...unknown, trust: trust ? "mismatch" : "unknown", claims: claimsOf(report, {}) };
  } finally {
    for (const close of open) await close().catch(() => undefined);
  }
}

/** `X.<n>.tsr` and `X.<n>.tsr.json` beside `X.wacz`. */
async function openBeside(file: string, open: (() => Promise<void>)[]): Promise<Map<string, ByteSource>> {
  const beside = new Map<string, ByteSource>();
  const stem = path.basename(file).replace(/\.wacz$/, "");
  if (stem === path.basename(file)) return beside;
  const names = await readdir(path.dirname(path.resolve(file)));
  const wanted = names.filter(
    (name) => name.startsWith(`${stem}.`) && /^[1-9]\d*\.tsr(\.json)?$/.test(name.slice(stem.length + 1)),
  );
  for (const name of wanted.slice(0, maxBeside)) {
    const opened = await openSource(path.join(path.dirname(file), name));
    open.push(opened.close);
    beside.set(name, opened.source);
  }
  return beside;
}
