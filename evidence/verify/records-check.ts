// Promises that the manifest's rows and the archive's records are the same ones, and that each row's bytes are archived.
import { quote, type Report } from "./report.ts";
import { asFields, asList, type Fields, plainText, type Value } from "./strict-json.ts";
import type { SeenRecord } from "./warc-record.ts";

const samePayload = /^https?:\/\/netpreserve\.org\/warc\/1\.[01]\/revisit\/identical-payload-digest$/;

/** A revisit record holds no payload: its header names the one that stands elsewhere. */
export function payloadOf(record: SeenRecord): string {
  if (record.type !== "revisit") return record.payloadSha256;
  return (record.fields.get("warc-payload-digest") ?? "").replace(/^sha256:/, "");
}

/** The manifest's row and the record's own header point at the same payload; only such rows point anywhere. */
function revisitProblems(row: Fields, seen: SeenRecord, part: string): string[] {
  const points = seen.type === "revisit" && samePayload.test(seen.fields.get("warc-profile") ?? "");
  if (!points) return row.refersTo === undefined ? [] : [`${part}: refers to another package without being a revisit`];
  const to = asFields(row.refersTo, `${part}: refersTo`);
  const same =
    to.record === seen.fields.get("warc-refers-to") &&
    to.payloadSha256 === payloadOf(seen) &&
    to.payloadSizeBytes === row.payloadSizeBytes;
  return same ? [] : [`${part}: manifest and archive refer to different payloads`];
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
    else if (row.recordSha256 !== seen.sha256 || row.payloadSha256 !== payloadOf(seen))
      problems.push(
        `archive/data.warc.gz: record ${i + 1} (${quote(seen.uri)}) has other bytes than the manifest says`,
      );
    if (same) problems.push(...revisitProblems(row, seen, `archive/data.warc.gz: record ${i + 1}`));
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

/** A name server's answer was no HTTP answer. */
const isDns = (row: Fields): boolean => plainText(row.url).startsWith("dns:");

function exchangeProblems(manifest: Fields, byId: Map<string, SeenRecord>): string[] {
  const problems: string[] = [];
  const used = new Set<string>();
  const lookups = asList(manifest.lookups ?? [], "evidence/manifest.json: lookups");
  for (const [i, value] of [...asList(manifest.exchanges, "evidence/manifest.json: exchanges"), ...lookups].entries()) {
    const row = asFields(value, `evidence/manifest.json: exchange ${i + 1}`);
    const part = `evidence/manifest.json: exchange ${i + 1} (${quote(plainText(row.url))})`;
    const wanted = [
      ["answerRecord", row.fromServiceWorker === true || isDns(row) ? "resource" : "response"],
      ["requestRecord", "request"],
      ["metadataRecord", "metadata"],
      ["messagesRecord", "resource"],
    ] as const;
    for (const [name, type] of wanted) {
      const id = row[name];
      if (id === null || id === undefined) continue;
      const record = byId.get(plainText(id));
      const fits = record?.type === type || (name === "answerRecord" && record?.type === "revisit");
      if (!record || !fits || used.has(plainText(id))) problems.push(`${part}: its ${name} is not in the archive`);
      used.add(plainText(id));
      if (name === "messagesRecord" && (!record || payloadOf(record) !== row.messagesSha256))
        problems.push(`${part}: its messages are not the archived ones`);
      if (name !== "answerRecord" || !record) continue;
      if (payloadOf(record) !== row.bodySha256) problems.push(`${part}: its body is not the archived one`);
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
    const record = byId.get(plainText(row.record));
    if (!record || payloadOf(record) !== row.sha256)
      problems.push(`evidence/manifest.json: ${name} is not the archived one`);
  }
  return problems;
}
