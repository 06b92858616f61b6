// Promises that our manifest is in its one form, covers every member, and repeats what the signature leaves unsigned.
import { createHash } from "node:crypto";
import type { OpenPackage } from "./package-files.ts";
import { quote, type Report } from "./report.ts";
import { asFields, asList, asText, type Fields, isCanonical, plainText, type Value } from "./strict-json.ts";
import type { SeenRecord } from "./warc-record.ts";

const formats = ["vonggac-evidence/1", "vonggac-evidence/2"];
const manifestName = "evidence/manifest.json";
const last = ["datapackage.json", "datapackage-digest.json"];

export function checkManifest(manifest: Fields, bytes: Buffer, pack: OpenPackage, report: Report): void {
  const part = "evidence/manifest.json";
  const form = [
    ...(isCanonical(manifest, bytes) ? [] : [`${part}: not in canonical form`]),
    ...(formats.includes(plainText(manifest.format)) ? [] : [`${part}: unknown format`]),
  ];
  report.list("manifest.form", form, "evidence/manifest.json is canonical JSON (RFC 8785)");
  const files = asList(manifest.files, `${part}: files`).map((file, i) => asFields(file, `${part}: file ${i + 1}`));
  const problems: string[] = [];
  for (const file of files) {
    const path = asText(file.path, `${part}: path`);
    const member = pack.members.get(path);
    if (!member) problems.push(`${quote(path)}: listed in the manifest, missing from the container`);
    else if (pack.sha256s.get(path) !== file.sha256 || member.size !== file.sizeBytes)
      problems.push(`${quote(path)}: not the file that the manifest names`);
  }
  const cms = `${manifestName}.p7s`;
  const isNew = manifest.format === "vonggac-evidence/2";
  const own = isNew && pack.members.has(cms) ? [manifestName, cms] : [manifestName];
  const expected = [...files.map((file) => plainText(file.path)), ...own, ...last];
  if (isNew) problems.push(...netlogProblems(manifest, files));
  const actual = [...pack.members.keys()];
  if (expected.join("\n") !== actual.join("\n"))
    problems.push(
      `container: its members are not those of the manifest, in the manifest's order: ${quote(actual.join(", "))}`,
    );
  report.list("manifest.files", problems, `the manifest names the ${files.length} files of the capture, in order`);
}

/** `netlog` and the listed member say the same; without one there is no such member. */
function netlogProblems(manifest: Fields, files: readonly Fields[]): string[] {
  const part = "evidence/manifest.json: netlog";
  const listed = files.filter((file) => plainText(file.path).startsWith("forensic/"));
  if (manifest.netlog === null) return listed.length === 0 ? [] : [`${part}: null, with a member in forensic/`];
  const { path, sha256, sizeBytes } = asFields(manifest.netlog, part);
  const one = listed[0];
  const same =
    listed.length === 1 &&
    path === "forensic/netlog.json.zst" &&
    one?.path === path &&
    one.sha256 === sha256 &&
    one.sizeBytes === sizeBytes;
  return same ? [] : [`${part}: not the member that the manifest lists`];
}

/** `created`, software, key and address stand in several documents: they must be the same everywhere. */
export function checkAgreement(
  manifest: Fields,
  datapackage: Fields,
  digest: Fields,
  pages: readonly Fields[],
  report: Report,
): void {
  const signed = asFields(digest.signedData, "datapackage-digest.json: signedData");
  const key = asFields(manifest.key, "evidence/manifest.json: key");
  const spki = Buffer.from(asText(signed.publicKey, "datapackage-digest.json: publicKey"), "base64");
  const problems: string[] = [];
  const demand = (what: string, ...values: (Value | undefined)[]) => {
    if (values.some((value) => value === undefined || value !== values[0]))
      problems.push(`${what}: the manifest, datapackage.json and datapackage-digest.json differ`);
  };
  demand("created", manifest.created, datapackage.created, signed.created);
  demand("software", manifest.software, datapackage.software, signed.software);
  demand("public key", key.publicKey, signed.publicKey);
  demand("key fingerprint", key.fingerprint, createHash("sha256").update(spki).digest("hex"));
  demand("address of the page", manifest.finalUrl, datapackage.mainPageUrl, pages[0]?.url);
  demand("time of the page", datapackage.mainPageDate, pages[0]?.ts);
  demand("capture id", manifest.captureId, pages[0]?.id);
  demand("title of the page", manifest.title, pages[0]?.title);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(plainText(manifest.created)))
    problems.push("evidence/manifest.json: created is not in whole seconds of UTC");
  if (pages.length !== 1) problems.push("pages/pages.jsonl: not exactly one page");
  report.list("documents.agree", problems, "time, software, key and address are the same in all documents");
}

/** The manifest's record table tiles the WARC; its exchanges and pictures are records with those bytes. */
export function checkRecords(manifest: Fields, records: readonly SeenRecord[], warcSize: number, report: Report): void {
  const part = "evidence/manifest.json";
  const rows = asList(manifest.records, `${part}: records`).map((row, i) => asFields(row, `${part}: record ${i + 1}`));
  const problems: string[] = [];
  let at = 0;
  for (let i = 0; i < Math.max(rows.length, records.length); i++) {
    const row = rows[i];
    const seen = records[i];
    if (!row || !seen) {
      problems.push(`archive/data.warc.gz: ${records.length} records, the manifest names ${rows.length}`);
      break;
    }
    const same =
      row.id === seen.id &&
      row.type === seen.type &&
      (row.uri ?? "") === seen.uri &&
      row.date === seen.date &&
      row.offset === at &&
      row.offset === seen.offset &&
      row.length === seen.length;
    if (!same)
      problems.push(
        `archive/data.warc.gz: record ${i + 1} (byte ${seen.offset}) is not the one that the manifest names`,
      );
    else if (row.recordSha256 !== seen.sha256 || row.payloadSha256 !== seen.payloadSha256)
      problems.push(
        `archive/data.warc.gz: record ${i + 1} (${quote(seen.uri)}) has other bytes than the manifest says`,
      );
    at += seen.length;
  }
  if (at !== warcSize) problems.push("archive/data.warc.gz: its records do not fill it");
  report.list("manifest.records", problems, `${rows.length} records fill archive/data.warc.gz without a gap`);
  const byId = new Map(records.map((record) => [record.id, record]));
  report.list(
    "manifest.exchanges",
    exchangeProblems(manifest, byId),
    "every exchange of the manifest is in the archive",
  );
  report.list(
    "manifest.pictures",
    pictureProblems(manifest, byId),
    "every picture, the DOM and the text are in the archive",
  );
}

function exchangeProblems(manifest: Fields, byId: Map<string, SeenRecord>): string[] {
  const problems: string[] = [];
  const used = new Set<string>();
  const lookups = asList(manifest.lookups ?? [], "evidence/manifest.json: lookups");
  for (const [i, value] of [...asList(manifest.exchanges, "evidence/manifest.json: exchanges"), ...lookups].entries()) {
    const row = asFields(value, `evidence/manifest.json: exchange ${i + 1}`);
    const part = `evidence/manifest.json: exchange ${i + 1} (${quote(plainText(row.url))})`;
    const wanted = [
      ["answerRecord", row.fromServiceWorker === true ? "resource" : "response"],
      ["requestRecord", "request"],
      ["metadataRecord", "metadata"],
      ["messagesRecord", "resource"],
    ] as const;
    for (const [name, type] of wanted) {
      const id = row[name];
      if (id === null || id === undefined) continue;
      const record = byId.get(plainText(id));
      if (!record || record.type !== type || used.has(plainText(id)))
        problems.push(`${part}: its ${name} is not in the archive`);
      used.add(plainText(id));
      if (name === "messagesRecord" && record?.payloadSha256 !== row.messagesSha256)
        problems.push(`${part}: its messages are not the archived ones`);
      if (name !== "answerRecord" || !record) continue;
      if (record.payloadSha256 !== row.bodySha256) problems.push(`${part}: its body is not the archived one`);
      if (type === "response" && record.httpStatus !== row.status)
        problems.push(`${part}: its status is not the archived one`);
      const ip = asFields(row.server, part).ip;
      if ((record.fields.get("warc-ip-address") ?? null) !== ip)
        problems.push(`${part}: its address is not the archived one`);
    }
    if (row.metadataRecord === null) problems.push(`${part}: no metadata record`);
  }
  for (const { id, type, uri } of byId.values()) {
    if (["response", "request", "metadata"].includes(type) && !used.has(id))
      problems.push(`archive/data.warc.gz: ${type} of ${quote(uri)} belongs to no exchange`);
  }
  return problems;
}

function pictureProblems(manifest: Fields, byId: Map<string, SeenRecord>): string[] {
  const tiles = asList(manifest.tiles, "evidence/manifest.json: tiles").map((tile, i): [string, Value] => [
    `tile ${i + 1}`,
    tile,
  ]);
  const single = (["viewportPicture", "dom", "text", "textBoxes"] as const).map((name): [string, Value] => [
    name,
    manifest[name] ?? null,
  ]);
  const attachments = asList(manifest.attachments ?? [], "evidence/manifest.json: attachments").map(
    (row, i): [string, Value] => [`attachment ${i + 1}`, row],
  );
  const look = manifest.secondLook ? asFields(manifest.secondLook, "evidence/manifest.json: secondLook") : {};
  const second = (["viewportPicture", "text"] as const).map((name): [string, Value] => [
    `second look's ${name}`,
    look[name] ?? null,
  ]);
  const problems: string[] = [];
  for (const [name, value] of [...tiles, ...single, ...attachments, ...second]) {
    if (value === null) continue;
    const row = asFields(value, `evidence/manifest.json: ${name}`);
    if (byId.get(plainText(row.record))?.payloadSha256 !== row.sha256)
      problems.push(`evidence/manifest.json: ${name} is not the archived one`);
  }
  return problems;
}
