// Promises that an index points at records that exist, byte for byte, and (in our packages) at all of them.
import { compareBytes, textOf } from "./bytes.ts";
import { type ByteSource, chunksOf } from "./byte-source.ts";
import { type InflateBudget, inflateMember, type MemberEnd } from "./gzip-members.ts";
import { PullReader } from "./pull-reader.ts";
import { Broken, quote } from "./report.ts";
import { asFields, plainText, type Fields, type Value } from "./strict-json.ts";
import type { SeenRecord } from "./warc-record.ts";

export interface IndexReading {
  lines: number;
  problems: string[];
}

const maxLine = 4 * 1024 * 1024;

/** `archives`: the records of each WARC by its file name without folder. */
export async function checkIndex(
  source: ByteSource,
  path: string,
  archives: Map<string, readonly SeenRecord[]>,
  strict: boolean,
  budget: InflateBudget,
): Promise<IndexReading> {
  const byPlace = new Map<string, SeenRecord>();
  for (const [name, records] of archives) for (const record of records) byPlace.set(`${name}:${record.offset}`, record);
  const problems: string[] = [];
  const pointed = new Set<string>();
  let before = new Uint8Array(0);
  let lines = 0;
  const reader = new PullReader(path.endsWith(".gz") ? allMembers(source, budget) : chunksOf(source));
  while (!(await reader.atEnd())) {
    const line = await reader.line(maxLine, path);
    const part = `${path}: line ${++lines}`;
    const fields = fieldsOf(textOf(line), part);
    if (strict && compareBytes(before, line) >= 0) problems.push(`${part}: not in order`);
    before = Uint8Array.from(line);
    if (fields) problems.push(...lineProblems(fields, part, byPlace, pointed, strict));
    else if (strict) problems.push(`${part}: not CDXJ`);
  }
  if (strict) problems.push(...missing(byPlace, pointed, path));
  return { lines, problems };
}

function lineProblems(
  fields: Fields,
  part: string,
  byPlace: Map<string, SeenRecord>,
  pointed: Set<string>,
  strict: boolean,
): string[] {
  const place = `${plainText(fields.filename).replace(/^archive\//, "")}:${Number(fields.offset)}`;
  const record = byPlace.get(place);
  if (!record) return [`${part}: points at ${quote(place)}, where no record starts`];
  pointed.add(place);
  const problems: string[] = [];
  // Some writers leave the two closing lines of an unpacked record out of its length.
  if (Number(fields.length) !== record.length && (strict || Number(fields.length) !== record.length - 4))
    problems.push(`${part}: gives its record another length`);
  if (fields.recordDigest !== undefined && fields.recordDigest !== `sha256:${record.sha256}`)
    problems.push(`${part}: its recordDigest is not that of the record`);
  const digest = typeof fields.digest === "string" ? fields.digest : "";
  if (
    /^sha256:[0-9a-f]{64}$/.test(digest) &&
    record.type === "response" &&
    digest !== `sha256:${record.payloadSha256}` &&
    digest !== record.fields.get("warc-payload-digest")
  )
    problems.push(`${part}: its digest is not that of the record`);
  return problems;
}

/** null for lines of older index forms and of ZipNum's secondary index, which hold no offsets into a WARC. */
function fieldsOf(line: string, part: string): Fields | null {
  const start = line.indexOf(" {");
  if (start < 0 || line.startsWith("!meta")) return null;
  try {
    const fields = asFields(JSON.parse(line.slice(start + 1)) as Value, part);
    return fields.filename === undefined || fields.url === undefined ? null : fields;
  } catch {
    throw new Broken(`${part}: not JSON`);
  }
}

function missing(byPlace: Map<string, SeenRecord>, pointed: Set<string>, path: string): string[] {
  const wanted = [...byPlace].filter(([, record]) => record.type === "response" || record.type === "resource");
  return wanted.filter(([place]) => !pointed.has(place)).map(([, record]) => `${path}: lacks ${quote(record.uri)}`);
}

async function* allMembers(source: ByteSource, budget: InflateBudget): AsyncGenerator<Uint8Array> {
  for (const end: MemberEnd = { next: 0 }; end.next < source.size;) yield* inflateMember(source, end.next, end, budget);
}
