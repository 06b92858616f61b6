// Promises each capture of a sealed package judged where it stands, its copies equal to it, its references resolved.
import { windowOf } from "./byte-source.ts";
import type { Findings } from "./claims.ts";
import { captureFindings, tokensOf } from "./capture-findings.ts";
import type { PackagedFile } from "./package-json-check.ts";
import { besideIn, type OpenPackage } from "./package-files.ts";
import { Report, quote } from "./report.ts";
import { asFields, asList, type Fields, plainText } from "./strict-json.ts";
import type { Trust } from "./trust.ts";
import { checkWacz, type WaczFacts } from "./wacz-check.ts";

export interface JudgedCapture {
  captureId: string;
  path: string;
  packageSha256: string;
  signer: string | null;
  facts: WaczFacts | null;
  findings: Findings;
}

const name = "data/package.json";

export async function checkCaptures(
  fields: Fields,
  files: readonly PackagedFile[],
  pack: OpenPackage,
  trust: Trust | null,
  report: Report,
): Promise<JudgedCapture[]> {
  const bases = await openBases(files, pack, report);
  const rows = await report.run("package.captures", name, () =>
    asList(fields.captures, `${name}: captures`).map((row, i) => asFields(row, `${name}: capture ${i + 1}`)),
  );
  const opened = await openOnce(rows ?? [], pack, report);
  const sources = new Map([
    ...bases,
    ...opened.flatMap(({ row, facts }) => (facts ? [[plainText(row.packageSha256), facts] as const] : [])),
  ]);
  const captures: JudgedCapture[] = [];
  const tokenPaths = tokensByFolder(files);
  for (const { row, facts } of opened) {
    const problems = facts
      ? rowProblems(row, facts, tokenPaths, pack)
      : [`${quote(plainText(row.package))}: cannot be read`];
    report.list("package.captures", problems, `${plainText(row.package)}: the capture that ${name} names`);
    captures.push(await judgeOne(row, facts, sources, pack, trust, report));
  }
  const named = new Set(captures.map(({ path }) => path));
  const spare = files.filter((file) => file.role === "sealed" && !named.has(file.path));
  report.list(
    "package.captures",
    spare.map((file) => `${quote(file.path)}: a sealed copy that is no capture of ${name}`),
    `${captures.length} captures`,
  );
  checkParents(files, [...sources.values()], report);
  return captures;
}

/** A capture that is named twice is looked at once. */
async function openOnce(rows: readonly Fields[], pack: OpenPackage, report: Report) {
  const opened = new Map<string, { row: Fields; facts: WaczFacts | null }>();
  const problems: string[] = [];
  for (const row of rows) {
    const path = plainText(row.package);
    if (opened.has(path)) problems.push(`${quote(path)}: ${name} names it twice`);
    else opened.set(path, { row, facts: await openInPlace(path, pack, report) });
  }
  report.list("package.captures", problems, `${name} names each capture once`);
  return [...opened.values()];
}

async function judgeOne(
  row: Fields,
  facts: WaczFacts | null,
  sources: ReadonlyMap<string, WaczFacts>,
  pack: OpenPackage,
  trust: Trust | null,
  report: Report,
): Promise<JudgedCapture> {
  const [captureId, path] = [plainText(row.captureId), plainText(row.package)];
  const capture = {
    captureId,
    path,
    packageSha256: plainText(row.packageSha256),
    signer: facts?.signer ?? null,
    facts,
  };
  if (!facts) return { ...capture, findings: {} };
  const roots = trust?.certificates ?? [];
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const tokens = await tokensOf(facts, captureId, await besideIn(pack, folder), roots, report);
  const missing = await report.run("package.references", path, () => resolve(facts, sources, path, report));
  return { ...capture, findings: await captureFindings(facts, tokens, roots, { missing: missing ?? 1 }, report) };
}

/** Nested packages are read where they stand; what fails in them fails here, under its own name. */
async function openInPlace(path: string, pack: OpenPackage, report: Report): Promise<WaczFacts | null> {
  const member = pack.members.get(path);
  if (!member || member.method !== 0) return null;
  const inner = new Report((part) => report.part(`${path}: ${part}`));
  const facts = await inner.run("file", path, () =>
    checkWacz(windowOf(pack.source, member.dataOffset, member.size), inner),
  );
  for (const check of inner.checks.filter((one) => !one.ok)) report.add(check.name, false, `${path}: ${check.detail}`);
  if (facts && !facts.pack.strict)
    report.add("package.captures", false, `${path}: not a sealed capture of this format`);
  if (inner.ok)
    report.add(
      "capture.intact",
      true,
      `${path}: ${inner.checks.length} checks passed, signed by key ${facts?.signer ?? ""}`,
    );
  return facts ?? null;
}

async function openBases(
  files: readonly PackagedFile[],
  pack: OpenPackage,
  report: Report,
): Promise<Map<string, WaczFacts>> {
  const bases = new Map<string, WaczFacts>();
  for (const file of files.filter(({ role }) => role === "base")) {
    const facts = await openInPlace(file.path, pack, report);
    if (facts) bases.set(file.sha256, facts);
  }
  return bases;
}

function tokensByFolder(files: readonly PackagedFile[]): Map<string, string[]> {
  const byFolder = new Map<string, string[]>();
  for (const { path } of files.filter((file) => file.path.endsWith(".tsr"))) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    const held = byFolder.get(folder);
    if (held) held.push(path);
    else byFolder.set(folder, [path]);
  }
  return byFolder;
}

function rowProblems(
  row: Fields,
  facts: WaczFacts,
  tokenPaths: ReadonlyMap<string, string[]>,
  pack: OpenPackage,
): string[] {
  const path = plainText(row.package);
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const manifest = facts.manifest?.fields ?? {};
  const inner = facts.pack.sha256s.get("evidence/manifest.json");
  const problems: string[] = [];
  if (path !== `data/niem-phong/${plainText(row.captureId)}/${plainText(row.captureId)}.wacz`)
    problems.push(`${quote(path)}: not where this capture belongs`);
  if (pack.sha256s.get(path) !== row.packageSha256) problems.push(`${quote(path)}: not the bytes that ${name} names`);
  if (manifest.captureId !== row.captureId) problems.push(`${quote(path)}: holds another capture`);
  if (row.manifestSha256 !== inner) problems.push(`${quote(path)}: its manifest is not the one that ${name} names`);
  if (pack.sha256s.get(`${folder}manifest.json`) !== inner)
    problems.push(`${folder}manifest.json: not the manifest inside the sealed copy`);
  if (manifest.finalUrl !== row.url && manifest.requestedUrl !== row.url)
    problems.push(`${quote(path)}: captured from another address than ${name} says`);
  const tokens = tokenPaths.get(folder) ?? [];
  if (JSON.stringify(tokens) !== JSON.stringify(row.tokens ?? []))
    problems.push(`${quote(path)}: its tokens are not those that ${name} names`);
  return problems;
}

/** Every payload that a revisit record refers to stands in a package that is here. Returns how many do not. */
function resolve(facts: WaczFacts, sources: ReadonlyMap<string, WaczFacts>, path: string, report: Report): number {
  const problems: string[] = [];
  const bases = new Map<string, Map<string, Fields>>();
  for (const value of asList(facts.manifest?.fields.records ?? [], `${path}: records`)) {
    const row = asFields(value, `${path}: records`);
    if (row.refersTo === undefined) continue;
    const to = asFields(row.refersTo, `${path}: refersTo`);
    const sha256 = plainText(to.packageSha256);
    const base = bases.get(sha256) ?? contentsOf(sources.get(sha256), path);
    bases.set(sha256, base);
    const found = base.get(plainText(to.record));
    if (!found || found.payloadSha256 !== to.payloadSha256 || found.payloadSizeBytes !== to.payloadSizeBytes)
      problems.push(
        `${path}: the content of ${quote(plainText(row.uri))} stands in ${quote(plainText(to.captureId))}, which is not here with it`,
      );
  }
  report.list("package.references", problems, `${path}: everything that it refers to is here`);
  return problems.length;
}

/** Records by their id, but for revisits, which hold nothing. */
function contentsOf(facts: WaczFacts | undefined, path: string): Map<string, Fields> {
  const rows = asList(facts?.manifest?.fields.records ?? [], `${path}: records`);
  const contents = rows.map((one) => asFields(one, `${path}: records`)).filter(({ type }) => type !== "revisit");
  return new Map(contents.map((row) => [plainText(row.id), row]));
}

/** A derived file names what it was made of: a file of this package, or a content archived in it. */
function checkParents(files: readonly PackagedFile[], sources: readonly WaczFacts[], report: Report): void {
  const known = new Set(files.map((file) => file.sha256));
  for (const { manifest } of sources)
    for (const row of asList(manifest?.fields.records ?? [], "records"))
      known.add(plainText(asFields(row, "records").payloadSha256));
  const problems = files
    .filter(
      (file) =>
        (file.role === "working-copy" && file.parentSha256 === null) ||
        (file.parentSha256 !== null && !known.has(file.parentSha256)),
    )
    .map((file) => `${quote(file.path)}: made of something that is not in the package`);
  report.list("package.parents", problems, "every derived file names what it was made of");
}
