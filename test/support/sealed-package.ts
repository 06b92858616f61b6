// Promises a sealed package of our own making for tests, its members taken apart, and containers put together again.
import { mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { writeContainer, type Member } from "#evidence/archive/zip-writer.ts";
import { openKeyring, type Keyring } from "#evidence/seal/keyring.ts";
import { sealBundle, type Sealed } from "#evidence/seal/seal-bundle.ts";
import { openSource } from "#evidence/verify/node/open-file.ts";
import { readZip } from "#evidence/verify/zip-reader.ts";
import { makeBundle } from "./make-bundle.ts";

export interface MadePackage {
  folder: string;
  sealed: Sealed;
  keyring: Keyring;
}

/** A fresh folder with a keyring in `data/` and the package in `out/`. */
export async function makePackage(
  options: Parameters<typeof makeBundle>[1] & { keyring?: Keyring } = {},
): Promise<MadePackage> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-sealed-"));
  const keyring = options.keyring ?? (await openKeyring(path.join(folder, "data")));
  const made = makeBundle(path.join(folder, "bundle"), options);
  const sealed = await sealBundle({
    ...made,
    detection: { verdict: "review" },
    keyring,
    ledgerHead: null,
    office: "Tổ thử nghiệm",
    to: { file: path.join(folder, "out", "a.wacz") },
  });
  return { folder, sealed, keyring };
}

export type Parts = Map<string, Buffer>;

export async function takeApart(file: string): Promise<Parts> {
  const { source, close } = await openSource(file);
  try {
    const { members } = await readZip(source);
    const parts: Parts = new Map();
    for (const member of members)
      parts.set(member.name, Buffer.from(await source.read(member.dataOffset, member.size)));
    return parts;
  } finally {
    await close();
  }
}

export async function putTogether(file: string, parts: Parts): Promise<void> {
  const members = [...parts].map(([name, bytes]): Member => ({ path: name, content: { bytes } }));
  await writeContainer(file, members);
}
