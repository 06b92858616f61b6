// Promises everything that one WACZ's own bytes can answer: container, hashes, signature, manifest, records, index, pages.
import { type ByteSource, readAhead } from "./byte-source.ts";
import { detachedProblems, readDetached, type SignedMessage } from "./cms.ts";
import { checkDatapackage, isIndex, isWarc, readPages } from "./datapackage-check.ts";
import type { InflateBudget } from "./gzip-members.ts";
import { checkIndex } from "./index-check.ts";
import { checkAgreement, checkManifest } from "./manifest-check.ts";
import { checkRecords } from "./records-check.ts";
import { hashMembers, memberSource, type OpenPackage, readMember } from "./package-files.ts";
import { Broken, type Report } from "./report.ts";
import { checkSignature } from "./signature-check.ts";
import { asFields, type Fields, parseJson } from "./strict-json.ts";
import { readWarc } from "./warc-file.ts";
import type { SeenRecord } from "./warc-record.ts";
import { compareCanonical } from "./zip-canonical.ts";
import { readZip } from "./zip-reader.ts";

export interface Document {
  bytes: Uint8Array;
  fields: Fields;
}

/** What other checks go on from; fields are null where the package has no such part or it cannot be read. */
export interface WaczFacts {
  pack: OpenPackage;
  /** Fingerprint of the key whose signature holds. */
  signer: string | null;
  manifest: Document | null;
  /** The office's CMS signature, read; whether it holds is a check. */
  office: SignedMessage | null;
}

/** Text shrinks to a hundredth at best; what swells more, beyond half a gigabyte, is a bomb. */
export function inflateBudget(source: ByteSource): InflateBudget {
  return { leftBytes: Math.min(8 * 1024 ** 3, Math.max(512 * 1024 ** 2, source.size * 200)) };
}

/** `ours`: known to be of this program; otherwise its manifest tells. */
export async function openContainer(whole: ByteSource, report: Report, ours = false): Promise<OpenPackage> {
  const source = readAhead(whole);
  const listing = await readZip(source);
  const strict = ours || listing.members.some((member) => member.name === "evidence/manifest.json");
  report.list("container.structure", listing.problems, `${listing.members.length} members, side by side`);
  if (strict) {
    const differing = await report.run("container.canonical", "container", () =>
      compareCanonical(source, listing.members),
    );
    if (differing) report.list("container.canonical", differing, "rebuilt from its members, byte for byte");
  }
  const members = new Map(listing.members.map((member) => [member.name, member]));
  return {
    source,
    members,
    sha256s: await hashMembers(source, members.values(), inflateBudget(source), report),
    strict,
  };
}

/** Throws Broken when the file cannot be read as a ZIP at all. */
export async function checkWacz(source: ByteSource, report: Report): Promise<WaczFacts> {
  const pack = await openContainer(source, report);
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
  const facts: WaczFacts = { pack, signer: signer ?? null, manifest: null, office: null };
  const manifest = pack.strict ? await document("evidence/manifest.json") : undefined;
  if (!manifest) return facts;
  await checkDocuments(pack, { manifest, datapackage, digest, pages, archives }, report);
  return { ...facts, manifest, office: await checkOffice(pack, manifest.bytes, report) };
}

export interface Documents {
  manifest: Document;
  datapackage: Document | undefined;
  digest: Document | undefined;
  pages: Fields[];
  archives: Map<string, SeenRecord[]>;
}

async function checkDocuments(pack: OpenPackage, documents: Documents, report: Report): Promise<void> {
  const { manifest, datapackage, digest, pages, archives } = documents;
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
}

async function checkOffice(pack: OpenPackage, manifest: Uint8Array, report: Report): Promise<SignedMessage | null> {
  const name = "evidence/manifest.json.p7s";
  const member = pack.members.get(name);
  if (!member) return null;
  const message = await report.run("cms.form", name, async () =>
    readDetached(await readMember(pack.source, member), name),
  );
  if (!message) return null;
  const problems = await report.run("cms.signature", name, () => detachedProblems(message, manifest, name));
  if (problems) report.list("cms.signature", problems, `${name}: signed by ${message.signer.name}`);
  return message;
}

export async function readDocument(pack: OpenPackage, name: string): Promise<Document> {
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
