// Promises that datapackage.json and the members say the same, in both directions (WACZ 1.1.1 section 5.2.4).
import { textOf } from "./bytes.ts";
import type { OpenPackage } from "./package-files.ts";
import { Broken, quote, type Report } from "./report.ts";
import { asFields, asList, type Fields, type Value } from "./strict-json.ts";

const unlisted = new Set(["datapackage.json", "datapackage-digest.json"]);

export function checkDatapackage(datapackage: Fields, pack: OpenPackage, report: Report): void {
  const listed = new Set<string>();
  const problems: string[] = [];
  for (const [i, value] of asList(datapackage.resources, "datapackage.json: resources").entries()) {
    const resource = asFields(value, `datapackage.json: resource ${i + 1}`);
    const path = typeof resource.path === "string" ? resource.path : "";
    if (path === "" || listed.has(path)) problems.push(`datapackage.json: resource ${i + 1} has no path of its own`);
    listed.add(path);
    const member = pack.members.get(path);
    if (!member) {
      problems.push(`${quote(path)}: listed in datapackage.json, missing from the container`);
      continue;
    }
    checkResource(path, resource, member.size, pack, report);
  }
  for (const name of pack.members.keys()) {
    if (!listed.has(name) && !unlisted.has(name) && !name.endsWith("/"))
      problems.push(`${quote(name)}: in the container, not listed in datapackage.json`);
  }
  report.list("resources.complete", problems, `datapackage.json and the container name the same ${listed.size} files`);
  report.list(
    "container.parts",
    layoutProblems(pack),
    "archive, index and pages are where WACZ puts them, archive and index stored unpacked",
  );
}

function checkResource(path: string, resource: Fields, size: number, pack: OpenPackage, report: Report): void {
  const stats =
    typeof resource.stats === "object" && resource.stats !== null && !Array.isArray(resource.stats)
      ? resource.stats
      : {};
  const hash: Value | undefined = resource.hash ?? stats.hash;
  const bytes: Value | undefined = resource.bytes ?? stats.bytes;
  const actual = pack.sha256s.get(path);
  if (actual === undefined) return report.add("resource.hash", false, `${quote(path)}: cannot be read`);
  if (bytes !== undefined && bytes !== size)
    return report.add("resource.hash", false, `${quote(path)}: ${size} bytes, datapackage.json gives another size`);
  // Packages made before WACZ 1.1 give the bare hex.
  const same = hash === `sha256:${actual}` || (!pack.strict && hash === actual);
  report.add(
    "resource.hash",
    same,
    same ? `${quote(path)}: SHA-256 ${actual}` : `${quote(path)}: its SHA-256 is not the one in datapackage.json`,
  );
}

function layoutProblems(pack: OpenPackage): string[] {
  const problems: string[] = [];
  const names = [...pack.members.keys()];
  if (!names.some((name) => isWarc(name))) problems.push("archive/: no WARC file");
  if (!names.some((name) => isIndex(name))) problems.push("indexes/: no index");
  if (!pack.members.has("pages/pages.jsonl")) problems.push("pages/pages.jsonl: missing");
  for (const [name, member] of pack.members) {
    const mustBeStored = name.startsWith("archive/") || (name.startsWith("indexes/") && name.endsWith(".gz"));
    if (mustBeStored && member.method !== 0)
      problems.push(`${quote(name)}: packed inside the container, which WACZ forbids`);
  }
  return problems;
}

export function isWarc(name: string): boolean {
  return /^archive\/[^/]+\.warc(\.gz)?$/.test(name);
}

export function isIndex(name: string): boolean {
  return /^indexes\/[^/]+\.(cdxj?|idx)(\.gz)?$/.test(name);
}

/** pages.jsonl: a header line, then lines with url and ts. Throws Broken. */
export function readPages(bytes: Uint8Array, part: string): Fields[] {
  const lines = textOf(bytes)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const rows = lines.map((line, i) => {
    try {
      return asFields(JSON.parse(line) as Value, `${part}: line ${i + 1}`);
    } catch (error) {
      throw error instanceof Broken ? error : new Broken(`${part}: line ${i + 1} is not JSON`);
    }
  });
  if (rows[0]?.format !== "json-pages-1.0") throw new Broken(`${part}: its first line does not say json-pages-1.0`);
  for (const [i, row] of rows.entries()) {
    if (i > 0 && (typeof row.url !== "string" || typeof row.ts !== "string" || Number.isNaN(Date.parse(row.ts))))
      throw new Broken(`${part}: line ${i + 1} lacks url or time`);
  }
  return rows.slice(1);
}
