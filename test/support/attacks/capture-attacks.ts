// Promises attacks on what a sealed capture says: contents, records and signatures.
import { gunzipSync, gzipSync } from "node:zlib";
import { canonicalBytes, type Json } from "#evidence/archive/canonical-json.ts";
import type { Parts } from "../sealed-package.ts";
import { type Attack, pinned, unpinned } from "./attack.ts";
import type { AttackWorld } from "./attack-world.ts";
import { zipOfParts } from "./open-zip.ts";
import { jsonOf, resealed } from "./put-right.ts";

type Row = Record<string, Json>;
const warcName = "archive/data.warc.gz";
const digestName = "datapackage-digest.json";

/** A forger who signs with a key of his own, and nobody pinned the true one. */
export const forged = (change: (parts: Parts, world: AttackWorld) => void) => async (world: AttackWorld) => ({
  file: `${world.one.captureId}.wacz`,
  bytes: zipOfParts(await resealed(world.one.parts, (parts) => change(parts, world), world.stranger)),
});

/** Hashes put right, the true signature left. */
const patched = (change: (parts: Parts, world: AttackWorld) => void) => async (world: AttackWorld) => ({
  file: `${world.one.captureId}.wacz`,
  bytes: zipOfParts(await resealed(world.one.parts, (parts) => change(parts, world))),
});

/** Only the digest file is changed. */
const redigested = (change: (signed: Row, digest: Row) => void) => (world: AttackWorld) => {
  const parts: Parts = new Map(world.one.parts);
  const digest = jsonOf(parts, digestName);
  change(digest.signedData as Row, digest);
  parts.set(digestName, canonicalBytes(digest));
  return { file: `${world.one.captureId}.wacz`, bytes: zipOfParts(parts) };
};

function recordsOf(parts: Parts): Buffer[] {
  const rows = jsonOf(parts, "evidence/manifest.json").records as { offset: number; length: number }[];
  return rows.map(({ offset, length }) => parts.get(warcName)!.subarray(offset, offset + length));
}

function editRecord(parts: Parts, keepLength: boolean): void {
  const records = recordsOf(parts);
  const at = records.findIndex((record) => gunzipSync(record).includes("WARC-Type: response"));
  const text = gunzipSync(records[at]!);
  text[text.length - 6]! ^= 1;
  records[at] = gzipSync(text, { level: keepLength ? 6 : 9 });
  parts.set(warcName, Buffer.concat(records));
}

const order = BigInt(
  "0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
);

function highS(signature: string): string {
  const raw = Buffer.from(signature, "base64");
  const s = BigInt(`0x${raw.subarray(48).toString("hex")}`);
  raw.write((order - s).toString(16).padStart(96, "0"), 48, "hex");
  return raw.toString("base64");
}

export const captureAttacks: Attack[] = [
  unpinned(
    "a page swapped with its hash everywhere",
    "signature",
    patched((parts) => editRecord(parts, true)),
  ),
  unpinned(
    "the index swapped with its hash everywhere",
    "signature",
    patched((parts) => parts.set("indexes/index.cdx", Buffer.from("x\n"))),
  ),
  unpinned(
    "the network log swapped with its hash everywhere",
    "signature",
    patched((parts) => parts.set("forensic/netlog.json.zst", Buffer.from("{}"))),
  ),
  pinned(
    "everything signed again with another key",
    "trust",
    forged(() => undefined),
  ),
  unpinned("signed again, the manifest still naming the true key", "documents.agree", async (world) => {
    const parts = await resealed(world.one.parts, () => undefined, world.stranger);
    parts.set("evidence/manifest.json", world.one.manifest);
    return { file: "a.wacz", bytes: zipOfParts(parts) };
  }),
  unpinned(
    "a record's content changed by who signs himself",
    "warc.records",
    forged((parts) => editRecord(parts, true)),
  ),
  unpinned(
    "two records reordered",
    "manifest.records",
    forged((parts) => {
      const records = recordsOf(parts);
      parts.set(warcName, Buffer.concat([records[0]!, records[2]!, records[1]!, ...records.slice(3)]));
    }),
  ),
  unpinned(
    "a record left out",
    "manifest.records",
    forged((parts) => {
      const records = recordsOf(parts);
      parts.set(warcName, Buffer.concat([...records.slice(0, 3), ...records.slice(4)]));
    }),
  ),
  unpinned(
    "a record put in twice",
    "warc.records",
    forged((parts) => {
      const records = recordsOf(parts);
      parts.set(warcName, Buffer.concat([...records, records.at(-1)!]));
    }),
  ),
  unpinned(
    "bytes behind the last record",
    "warc.records",
    forged((parts) => parts.set(warcName, Buffer.concat([parts.get(warcName)!, Buffer.from("thêm")]))),
  ),
  unpinned(
    "an index line that points elsewhere",
    "index",
    forged((parts) => {
      const text = parts.get("indexes/index.cdx")!.toString();
      parts.set(
        "indexes/index.cdx",
        Buffer.from(text.replace(/"offset":"?(\d+)/, (_, n: string) => `"offset":"${Number(n) + 1}`)),
      );
    }),
  ),
  unpinned(
    "an index that leaves a page out",
    "index",
    forged((parts) => {
      const lines = parts.get("indexes/index.cdx")!.toString().split("\n");
      parts.set("indexes/index.cdx", Buffer.from(lines.slice(1).join("\n")));
    }),
  ),
  unpinned(
    "a manifest with spare blanks",
    "manifest.form",
    forged((parts) => {
      const text = parts.get("evidence/manifest.json")!.toString();
      parts.set("evidence/manifest.json", Buffer.from(text.replace("{", "{ ")));
    }),
  ),
  unpinned(
    "a manifest that speaks of another address",
    "documents.agree",
    forged((parts) => {
      const manifest = jsonOf(parts, "evidence/manifest.json");
      parts.set("evidence/manifest.json", canonicalBytes({ ...manifest, finalUrl: "https://khac.test/" }));
    }),
  ),
  unpinned(
    "a manifest that calls a picture by another's hash",
    "manifest.pictures",
    forged((parts) => {
      const manifest = jsonOf(parts, "evidence/manifest.json");
      const tiles = manifest.tiles as Row[];
      parts.set(
        "evidence/manifest.json",
        canonicalBytes({ ...manifest, tiles: [{ ...tiles[0]!, sha256: tiles[1]!.sha256! }, ...tiles.slice(1)] }),
      );
    }),
  ),
  unpinned(
    "sealed before the visit ended (clock rolled back)",
    "documents.agree",
    forged((parts) => {
      const manifest = jsonOf(parts, "evidence/manifest.json");
      parts.set(
        "evidence/manifest.json",
        canonicalBytes({ ...manifest, endedAt: new Date(Date.now() + 3_600_000).toISOString() }),
      );
    }),
  ),
  unpinned(
    "the higher of the two signatures",
    "signature",
    redigested((signed) => (signed.signature = highS(signed.signature as string))),
  ),
  unpinned(
    "another creation time beside the signature",
    "documents.agree",
    redigested((signed) => (signed.created = "2020-01-01T00:00:00Z")),
  ),
  unpinned(
    "another software beside the signature",
    "documents.agree",
    redigested((signed) => (signed.software = "khác")),
  ),
  unpinned(
    "a field more beside the signature",
    "signature.form",
    redigested((signed) => (signed.note = "x")),
  ),
  unpinned(
    "a signature in base64 with spare bits",
    "signature.form",
    redigested((signed) => (signed.publicKey = `${signed.publicKey as string}=`)),
  ),
  unpinned("the signature of another capture", "digest.datapackage", (world) => {
    const parts: Parts = new Map(world.one.parts);
    parts.set(digestName, world.two.parts.get(digestName)!);
    return { file: "a.wacz", bytes: zipOfParts(parts) };
  }),
];
