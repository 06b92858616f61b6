// Promises attacks on a sealed package: tools, copies, captures and custody log swapped, with every hash put right.
import { generateKeyPairSync } from "node:crypto";
import { canonicalBytes, type Json } from "#evidence/archive/canonical-json.ts";
import type { Keyring } from "#evidence/seal/keyring.ts";
import type { Parts } from "../sealed-package.ts";
import type { AuthorityMode } from "../time-stamp-authority.ts";
import { askToken } from "./ask-token.ts";
import { type Attack, pinned, unpinned } from "./attack.ts";
import { type AttackWorld, sha256 } from "./attack-world.ts";
import { custodyOf, entriesOf, type ExtractWish } from "./custody-extract.ts";
import { zipOfParts } from "./open-zip.ts";
import { bagged, insertBefore, repacked, resealed } from "./put-right.ts";

type Row = Record<string, Json>;
const custodyName = "data/chuoi-luu-giu/custody.json";
const given = (parts: Parts) => ({ file: "goi.zip", bytes: zipOfParts(parts) });
const waczOf = (id: string) => `data/niem-phong/${id}/${id}.wacz`;
const working = (world: AttackWorld) => `data/ban-lam-viec/${world.one.captureId}/text.txt`;

/** Bag put right, package.json left alone. */
const swapped = (change: (parts: Parts, world: AttackWorld) => void) => async (world: AttackWorld) =>
  given(await repacked(world.package.parts, (parts) => change(parts, world), { describes: false }));

/** package.json put right as well, signed by nobody, by the true key (an insider) or by a stranger. */
const rewritten =
  (
    change: (parts: Parts, world: AttackWorld, described: Row) => void | Promise<void>,
    who?: (world: AttackWorld) => Keyring,
  ) =>
  async (world: AttackWorld) => {
    const prepared: Parts = new Map(world.package.parts);
    const described = JSON.parse(prepared.get("data/package.json")!.toString()) as Row;
    await change(prepared, world, described);
    const key = who?.(world);
    return given(await repacked(prepared, (_, now) => void Object.assign(now, described), key ? { key } : {}));
  };

const insider = (world: AttackWorld) => world.keyring;

const custody = (wish: (world: AttackWorld) => ExtractWish) =>
  rewritten(async (parts, world) => {
    const extract = await custodyOf([world.one, world.two], world.packageId, world.log, wish(world));
    parts.set(custodyName, extract.bytes);
  }, insider);

/** The entries of a log in which one act is another. */
const otherEntries = (world: AttackWorld, at: number) => {
  const entries = entriesOf([world.one, world.two], world.packageId);
  const entry = JSON.parse(entries[at]!.toString()) as { actor: string };
  entries[at] = Buffer.from(JSON.stringify({ ...entry, actor: "someone" }));
  return entries;
};

const sealedOtherwise = (entry: Buffer, captureId: string) =>
  canonicalBytes({
    ...(JSON.parse(entry.toString()) as Row),
    act: "capture.sealed",
    subject: captureId,
    sha256: "0".repeat(64),
  });

/** The batch stamp made again by an authority that lies in this way. */
export const stampedBy = (mode: AuthorityMode, wish: (world: AttackWorld) => ExtractWish = () => ({})) =>
  rewritten(async (parts, world) => {
    const extract = await custodyOf([world.one, world.two], world.packageId, world.log, wish(world));
    const stamp = await askToken(world.authority, extract.noteText, `checkpoint:${extract.size}`, mode);
    const name = `data/chuoi-luu-giu/stamps/${extract.size}.1.tsr`;
    for (const [path, bytes] of [
      [custodyName, extract.bytes],
      [name, stamp.token],
      [`${name}.json`, stamp.facts],
    ] as const)
      parts.set(path, bytes);
  }, insider);

function captureRow(described: Row, id: string): Row {
  return (described.captures as Row[]).find((row) => row.captureId === id)!;
}

/** A capture signed again by a stranger stands where the true one stood. */
async function plantCapture(parts: Parts, world: AttackWorld, described: Row): Promise<void> {
  const { captureId, parts: sealed } = world.one;
  const inner = await resealed(sealed, (p) => void p.delete("evidence/manifest.json.p7s"), world.stranger);
  const bytes = zipOfParts(inner);
  const manifest = inner.get("evidence/manifest.json")!;
  parts.set(waczOf(captureId), bytes);
  parts.set(`data/niem-phong/${captureId}/manifest.json`, manifest);
  Object.assign(captureRow(described, captureId), { packageSha256: sha256(bytes), manifestSha256: sha256(manifest) });
  for (const row of described.files as Row[]) {
    if (row.parentSha256 === sha256(world.one.bytes)) row.parentSha256 = sha256(bytes);
    if (row.parentSha256 === sha256(world.one.manifest)) row.parentSha256 = sha256(manifest);
  }
}

export const packageAttacks: Attack[] = [
  unpinned(
    "the page for checking swapped",
    "package.files",
    swapped((parts) => parts.set("MO-TRUOC.html", Buffer.from("<h1>CÒN NGUYÊN VẸN</h1>"))),
  ),
  unpinned(
    "the instructions swapped",
    "package.files",
    swapped((parts) => parts.set("DOC-TRUOC.txt", Buffer.from("x"))),
  ),
  unpinned(
    "a working copy swapped",
    "package.files",
    swapped((parts, world) => parts.set(working(world), Buffer.from("khác"))),
  ),
  unpinned(
    "a working copy swapped, package.json put right",
    "package.signature",
    rewritten((parts, world) => void parts.set(working(world), Buffer.from("khác"))),
  ),
  unpinned(
    "a document swapped, package.json put right",
    "package.signature",
    rewritten((parts) => void parts.set("data/tai-lieu/bien-ban.pdf", Buffer.from("%PDF khác"))),
  ),
  unpinned("a BagIt manifest edited", "bag.manifests", (world) => {
    const parts: Parts = new Map(world.package.parts);
    const text = parts.get("manifest-sha256.txt")!.toString();
    parts.set("manifest-sha256.txt", Buffer.from(text.replace(/^./, (c) => (c === "0" ? "1" : "0"))));
    return given(parts);
  }),
  unpinned("a line too many in the tag manifest", "bag.manifests", (world) => {
    const parts: Parts = new Map(world.package.parts);
    const text = parts.get("tagmanifest-sha256.txt")!.toString();
    parts.set("tagmanifest-sha256.txt", Buffer.from(`${text}${"0".repeat(64)}  them.txt\n`));
    return given(parts);
  }),
  unpinned("a file that package.json does not name", "package.files", (world) => {
    const parts: Parts = new Map(world.package.parts);
    insertBefore(parts, "data/package.json", "data/tai-lieu/them.pdf", Buffer.from("%PDF"));
    return given(bagged(parts));
  }),
  unpinned(
    "a sealed copy swapped for another sound one",
    "package.captures",
    rewritten((parts, world) => void parts.set(waczOf(world.one.captureId), world.two.bytes)),
  ),
  unpinned(
    "the manifest's copy swapped",
    "package.captures",
    rewritten(
      (parts, world) => void parts.set(`data/niem-phong/${world.one.captureId}/manifest.json`, world.two.manifest),
    ),
  ),
  pinned(
    "the whole package signed again by a stranger",
    "trust",
    rewritten(plantCapture, (world) => world.stranger),
  ),
  unpinned("a capture by a stranger under the true signature", "package.keys", rewritten(plantCapture, insider)),
  unpinned("a capture that was not sealed with these bytes", "custody.captures", rewritten(plantCapture, insider)),
  unpinned("the signature of another text", "package.signature", (world) => {
    const parts: Parts = new Map(world.package.parts);
    const signed = JSON.parse(parts.get("data/package.json.sig")!.toString()) as { created: string };
    parts.set("data/package.json.sig", Buffer.from(JSON.stringify({ ...signed, created: "2020-01-01T00:00:00Z" })));
    return given(bagged(parts));
  }),
  unpinned(
    "a derived file that names no parent",
    "package.parents",
    rewritten((_, world, described) => {
      for (const row of described.files as Row[]) if (row.path === working(world)) row.parentSha256 = "0".repeat(64);
    }, insider),
  ),
  unpinned(
    "a custody leaf left out of the extract",
    "custody.captures",
    custody(() => ({ shown: [3, 5] })),
  ),
  unpinned(
    "a custody entry rewritten",
    "custody.inclusion",
    rewritten((parts) => {
      const text = parts.get(custodyName)!.toString();
      parts.set(
        custodyName,
        Buffer.from(text.replace(String.raw`\"actor\":\"system\"`, String.raw`\"actor\":\"nobody\"`)),
      );
    }, insider),
  ),
  pinned(
    "a log rewritten under another key",
    "custody.checkpoint",
    custody(() => ({ log: generateKeyPairSync("ed25519").privateKey })),
  ),
  unpinned(
    "a log that forked after an earlier checkpoint",
    "custody.consistency",
    custody((world) => ({ earlierEntries: otherEntries(world, 1) })),
  ),
  pinned(
    "a witness that signed another checkpoint",
    "custody.cosignature",
    custody(() => ({ witnessed: "log.vong-gac.test\n5\nAAAA\n" })),
  ),
  unpinned(
    "entries about somebody else",
    "custody.captures",
    custody(() => ({ shown: [1, 2, 3, 5] })),
  ),
  unpinned(
    "a batch stamp of another checkpoint",
    "token.imprint",
    rewritten(async (parts, world) => {
      const other = await askToken(world.authority, Buffer.from("khác"), "checkpoint:5");
      parts.set("data/chuoi-luu-giu/stamps/5.1.tsr", other.token);
      parts.set("data/chuoi-luu-giu/stamps/5.1.tsr.json", other.facts);
    }, insider),
  ),
  unpinned(
    "a capture that the log says was sealed twice, with other bytes",
    "custody.captures",
    custody((world) => ({
      entries: entriesOf([world.one, world.two], world.packageId).map((entry, i) =>
        i === 3 ? sealedOtherwise(entry, world.one.captureId) : entry,
      ),
    })),
  ),
  pinned("captures dated after the stamp of their log", "token.time", stampedBy("past")),
  unpinned(
    "a capture that is named twice",
    "package.captures",
    rewritten((_, world, described) => {
      (described.captures as Row[]).push(captureRow(described, world.one.captureId));
    }, insider),
  ),
  unpinned("a comment on the package", "container.canonical", (world) => ({
    file: "goi.zip",
    bytes: zipOfParts(world.package.parts, { comment: "x" }),
  })),
];
