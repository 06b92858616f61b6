// Promises what a forger can do without anybody's key: every hash put right again, and a signature by a key of his own.
import { canonicalBytes, type Json } from "#evidence/archive/canonical-json.ts";
import { digestJson } from "#evidence/seal/signature.ts";
import type { Keyring } from "#evidence/seal/keyring.ts";
import type { Parts } from "../sealed-package.ts";
import { sha256 } from "./attack-world.ts";

type Row = Record<string, Json>;

export const jsonOf = (parts: Parts, name: string) => JSON.parse(parts.get(name)!.toString()) as Row;

/** `change` edits members; the manifest's list, datapackage.json and the digest file follow. Without `key` the old signature stays. */
export async function resealed(parts: Parts, change: (parts: Parts) => void, key?: Keyring): Promise<Parts> {
  const next: Parts = new Map(parts);
  change(next);
  const facts = (name: string) => ({ path: name, sha256: sha256(next.get(name)!), sizeBytes: next.get(name)!.length });
  const manifestBytes = next.get("evidence/manifest.json")!;
  if (manifestBytes.equals(parts.get("evidence/manifest.json")!) || key) {
    const manifest = JSON.parse(manifestBytes.toString()) as Row;
    manifest.files = (manifest.files as Row[]).map((file) => facts(file.path as string));
    if (key) manifest.key = { ...(manifest.key as Row), fingerprint: key.fingerprint, publicKey: key.publicKey };
    const canonical = canonicalBytes(manifest);
    if (manifestBytes.equals(canonicalBytes(JSON.parse(manifestBytes.toString()) as Json)))
      next.set("evidence/manifest.json", canonical);
  }
  const datapackage = jsonOf(next, "datapackage.json");
  datapackage.resources = (datapackage.resources as Row[])
    .filter((r) => next.has(r.path as string))
    .map((r) => ({ ...r, hash: `sha256:${facts(r.path as string).sha256}`, bytes: facts(r.path as string).sizeBytes }));
  next.set("datapackage.json", canonicalBytes(datapackage));
  const digest = jsonOf(next, "datapackage-digest.json");
  const signed = digest.signedData as Row;
  const hash = sha256(next.get("datapackage.json")!);
  const about = { created: signed.created as string, software: signed.software as string };
  next.set(
    "datapackage-digest.json",
    key
      ? await digestJson(hash, about, key)
      : canonicalBytes({ ...digest, hash: `sha256:${hash}`, signedData: { ...signed, hash: `sha256:${hash}` } }),
  );
  return next;
}

/** The same for a sealed package: package.json, its signature (by `key`, or the old one) and both BagIt manifests. */
export async function repacked(
  parts: Parts,
  change: (parts: Parts, described: Row) => void,
  options: { key?: Keyring; describes?: boolean } = {},
): Promise<Parts> {
  const next: Parts = new Map(parts);
  const described = jsonOf(next, "data/package.json");
  change(next, described);
  const hashed = (row: Row): Row => {
    const bytes = next.get(row.path as string);
    return bytes ? { ...row, sha256: sha256(bytes), sizeBytes: bytes.length } : row;
  };
  if (options.describes !== false) {
    described.files = (described.files as Row[]).filter((row) => next.has(row.path as string)).map(hashed);
    described.tools = (described.tools as Row[]).map(hashed);
    if (options.key)
      described.key = {
        ...(described.key as Row),
        fingerprint: options.key.fingerprint,
        publicKey: options.key.publicKey,
      };
    next.set("data/package.json", canonicalBytes(described));
  }
  if (options.key) {
    const hash = `sha256:${sha256(next.get("data/package.json")!)}`;
    const { key } = options;
    const signature = await key.sign(hash);
    const { created, software } = described;
    next.set(
      "data/package.json.sig",
      canonicalBytes({
        hash,
        signature,
        publicKey: key.publicKey,
        created: created!,
        software: software!,
        version: "1",
      }),
    );
    next.delete("data/package.json.p7s");
  }
  return bagged(next);
}

export function bagged(parts: Parts): Parts {
  const lines = (wanted: (name: string) => boolean) =>
    [...parts.keys()]
      .filter(wanted)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((name) => `${sha256(parts.get(name)!)}  ${name}\n`)
      .join("");
  parts.set("manifest-sha256.txt", Buffer.from(lines((name) => name.startsWith("data/"))));
  parts.set(
    "tagmanifest-sha256.txt",
    Buffer.from(lines((name) => !name.startsWith("data/") && name !== "tagmanifest-sha256.txt")),
  );
  return parts;
}

/** The ZIP's order is part of the format: what was put in goes before the closing files. */
export function insertBefore(parts: Parts, before: string, name: string, bytes: Buffer): void {
  const all = [...parts];
  parts.clear();
  for (const [key, value] of all) {
    if (key === before) parts.set(name, bytes);
    parts.set(key, value);
  }
}
