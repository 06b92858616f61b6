// Promises a verdict on a package from its bytes alone: no network, no database, nothing of this program but this folder.
//
// What is checked, in order: the container (safe, and for our packages the only one its members give), every hash, the
// signature and the trusted key, the manifest, every WARC record, the index, the pages. Any exception is a failed check.
import { checkDatapackage, isIndex, isWarc, readPages } from "./datapackage-check.ts";
import { type ByteSource, openSource } from "./byte-source.ts";
import type { InflateBudget } from "./gzip-members.ts";
import { checkIndex } from "./index-check.ts";
import { checkAgreement, checkManifest, checkRecords } from "./manifest-check.ts";
import { hashMembers, memberSource, type OpenPackage, readMember } from "./package-files.ts";
import { Broken, type Check, Report } from "./report.ts";
import { checkSignature, checkTrust, type Trust } from "./signature-check.ts";
import { asFields, type Fields, parseJson } from "./strict-json.ts";
import { readWarc } from "./warc-file.ts";
import type { SeenRecord } from "./warc-record.ts";
import { compareCanonical } from "./zip-canonical.ts";
import { readZip } from "./zip-reader.ts";

export interface Verdict {
  file: string;
  /** Without `trustPem`: consistent with itself. With it, signed by that key as well. */
  ok: boolean;
  /** `consistent`: a sound archive by others, unsigned or without custody. */
  level: "sealed" | "consistent" | "broken";
  /** SHA-256 of the public key whose signature holds. */
  signer: string | null;
  trust: Trust;
  checks: Check[];
}

interface Document {
  bytes: Buffer;
  fields: Fields;
}

/** Text shrinks to a hundredth at best; what swells more, beyond half a gigabyte, is a bomb. */
function inflateBudget(source: ByteSource): InflateBudget {
  return { leftBytes: Math.min(8 * 1024 ** 3, Math.max(512 * 1024 ** 2, source.size * 200)) };
}

/** Never throws. `trustPem`: public keys or certificates in PEM, one of which must have signed. */
export async function verifyPackage(file: string, options: { trustPem?: string } = {}): Promise<Verdict> {
  const report = new Report();
  let signer: string | null = null;
  let strict = false;
  const opened = await report.run("file", "file", () => openSource(file));
  if (opened) {
    await report.run("file", "file", async () => {
      const kind = await sniff(opened.source);
      if (kind === "warc") return checkBareWarc(opened.source, report);
      const pack = await openContainer(opened.source, report);
      strict = pack.strict;
      signer = await checkPackage(pack, report);
    });
    await opened.close().catch(() => undefined);
  }
  const level = !report.ok ? "broken" : strict ? "sealed" : "consistent";
  const trust = checkTrust(signer, options.trustPem, report);
  return { file, ok: report.ok, level, signer, trust, checks: report.checks };
}

async function sniff(source: ByteSource): Promise<"zip" | "warc"> {
  const head = await source.read(0, Math.min(5, source.size));
  const packed = head[0] === 0x1f && head[1] === 0x8b;
  return packed || head.toString("latin1") === "WARC/" ? "warc" : "zip";
}

async function checkBareWarc(source: ByteSource, report: Report): Promise<void> {
  const { records, problems } = await readWarc(source, "the WARC file", false, inflateBudget(source));
  report.list("warc.records", problems, `${records.length} records, every digest in them matches`);
}

async function openContainer(source: ByteSource, report: Report): Promise<OpenPackage> {
  const listing = await readZip(source);
  const strict = listing.members.some((member) => member.name === "evidence/manifest.json");
  report.list("container.structure", listing.problems, `${listing.members.length} members, side by side`);
  if (strict) {
    const differing = await report.run("container.canonical", "container", () =>
      compareCanonical(source, listing.members),
    );
    if (differing) report.list("container.canonical", differing, "rebuilt from its members, byte for byte");
  }
  const members = new Map(listing.members.map((member) => [member.name, member]));
  return { source, members, sha256s: await hashMembers(source, members.values(), report), strict };
}

async function checkPackage(pack: OpenPackage, report: Report): Promise<string | null> {
  const document = (name: string) => report.run("document", name, () => readDocument(pack, name));
  const datapackage = await document("datapackage.json");
  if (datapackage)
    await report.run("resources.complete", "datapackage.json", () =>
      checkDatapackage(datapackage.fields, pack, report),
    );
  const signedPart = pack.strict || pack.members.has("datapackage-digest.json");
  const digest = signedPart ? await document("datapackage-digest.json") : undefined;
  if (!signedPart) report.add("signature", true, "not signed");
  const signer = digest
    ? await report.run("signature", "datapackage-digest.json", () =>
        checkSignature(digest.fields, digest.bytes, pack, report),
      )
    : null;
  const pages = await checkPages(pack, report);
  const budget = inflateBudget(pack.source);
  const archives = await checkArchives(pack, report, budget);
  await checkIndexes(pack, archives, report, budget);
  if (!pack.strict) return signer ?? null;
  const manifest = await document("evidence/manifest.json");
  if (!manifest) return signer ?? null;
  await report.run("manifest.form", "evidence/manifest.json", () =>
    checkManifest(manifest.fields, manifest.bytes, pack, report),
  );
  if (datapackage && digest)
    await report.run("documents.agree", "documents", () =>
      checkAgreement(manifest.fields, datapackage.fields, digest.fields, pages, report),
    );
  const warcSize = pack.members.get("archive/data.warc.gz")?.size ?? 0;
  await report.run("manifest.records", "evidence/manifest.json", () =>
    checkRecords(manifest.fields, archives.get("data.warc.gz") ?? [], warcSize, report),
  );
  return signer ?? null;
}

async function readDocument(pack: OpenPackage, name: string): Promise<Document> {
  const member = pack.members.get(name);
  if (!member) throw new Broken(`${name}: missing`);
  const bytes = await readMember(pack.source, member);
  return { bytes, fields: asFields(parseJson(bytes, name), name) };
}

async function checkPages(pack: OpenPackage, report: Report): Promise<Fields[]> {
  const name = "pages/pages.jsonl";
  const member = pack.members.get(name);
  if (!member) return [];
  const pages = await report.run("pages", name, async () => readPages(await readMember(pack.source, member), name));
  if (pages) report.add("pages", true, `${pages.length} pages`);
  return pages ?? [];
}

async function checkArchives(
  pack: OpenPackage,
  report: Report,
  budget: InflateBudget,
): Promise<Map<string, SeenRecord[]>> {
  const archives = new Map<string, SeenRecord[]>();
  for (const [name, member] of pack.members) {
    if (!isWarc(name)) continue;
    await report.run("warc.records", name, async () => {
      const { records, problems } = await readWarc(await memberSource(pack.source, member), name, pack.strict, budget);
      report.list("warc.records", problems, `${name}: ${records.length} records, every digest in them matches`);
      archives.set(name.slice("archive/".length), records);
    });
  }
  return archives;
}

async function checkIndexes(
  pack: OpenPackage,
  archives: Map<string, SeenRecord[]>,
  report: Report,
  budget: InflateBudget,
): Promise<void> {
  for (const [name, member] of pack.members) {
    if (!isIndex(name)) continue;
    await report.run("index", name, async () => {
      const { lines, problems } = await checkIndex(
        await memberSource(pack.source, member),
        name,
        archives,
        pack.strict,
        budget,
      );
      report.list("index", problems, `${name}: ${lines} lines, each points at its record`);
    });
  }
}
