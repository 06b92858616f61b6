// Promises that data/package.json names every file of a sealed package and nothing else, and that its signatures hold.
import { fromBase64, hex } from "./bytes.ts";
import { detachedProblems, readDetached, type SignedMessage } from "./cms.ts";
import { digestOf } from "./engine.ts";
import { type OpenPackage, readMember } from "./package-files.ts";
import { quote, type Report } from "./report.ts";
import { textHolds } from "./signature-check.ts";
import { asFields, asList, asText, type Fields, isCanonical, parseJson, plainText } from "./strict-json.ts";

const roles = new Set(["sealed", "manifest", "token", "base", "working-copy", "custody", "stamp", "key", "document"]);
const toolPaths = ["MO-TRUOC.html", "DOC-TRUOC.txt", "verify.mjs", "bagit.txt", "bag-info.txt"];
const closing = ["manifest-sha256.txt", "tagmanifest-sha256.txt"];
const name = "data/package.json";

export interface PackagedFile {
  path: string;
  sha256: string;
  sizeBytes: number;
  role: string;
  parentSha256: string | null;
}

/** Throws Broken when it is no JSON of the right kind. */
export function readPackageJson(bytes: Uint8Array, report: Report): Fields {
  const fields = asFields(parseJson(bytes, name), name);
  const problems = [
    ...(isCanonical(fields, bytes) ? [] : [`${name}: not in canonical form`]),
    ...(fields.format === "vonggac-package/1" ? [] : [`${name}: unknown format`]),
  ];
  report.list("package.form", problems, `${name} is canonical JSON (RFC 8785)`);
  return fields;
}

export function checkFiles(fields: Fields, pack: OpenPackage, report: Report): PackagedFile[] {
  const read = (list: string) =>
    asList(fields[list], `${name}: ${list}`).map((value, i) => asFields(value, `${name}: ${list} ${i + 1}`));
  const files = read("files").map(
    (row): PackagedFile => ({
      path: asText(row.path, `${name}: path`),
      sha256: plainText(row.sha256),
      sizeBytes: Number(row.sizeBytes),
      role: plainText(row.role),
      parentSha256: typeof row.parentSha256 === "string" ? row.parentSha256 : null,
    }),
  );
  const problems: string[] = [];
  for (const row of [...files, ...read("tools")]) {
    const path = plainText(row.path);
    const member = pack.members.get(path);
    if (!member) problems.push(`${quote(path)}: named in ${name}, missing from the container`);
    else if (pack.sha256s.get(path) !== row.sha256 || member.size !== row.sizeBytes)
      problems.push(`${quote(path)}: not the file that ${name} names`);
  }
  for (const file of files)
    if (!roles.has(file.role)) problems.push(`${quote(file.path)}: unknown role ${quote(file.role)}`);
  const tools = read("tools").map((row) => plainText(row.path));
  if (tools.join() !== toolPaths.join()) problems.push(`${name}: its tools are not the five of the format`);
  const own = pack.members.has(`${name}.p7s`) ? [name, `${name}.sig`, `${name}.p7s`] : [name, `${name}.sig`];
  const expected = [...toolPaths, ...files.map((file) => file.path), ...own, ...closing];
  const actual = [...pack.members.keys()];
  const known = new Set(expected);
  for (const path of actual)
    if (!known.has(path)) problems.push(`${quote(path)}: in the container, not named in ${name}`);
  if (problems.length === 0 && expected.join("\n") !== actual.join("\n"))
    problems.push(`container: its members are not in the order of ${name}`);
  report.list("package.files", problems, `${name} names the ${files.length} files and ${tools.length} tools, in order`);
  return files;
}

/** Returns the fingerprint of the key whose signature holds, or null. */
export async function checkPackageSignature(
  fields: Fields,
  bytes: Uint8Array,
  pack: OpenPackage,
  report: Report,
): Promise<string | null> {
  const part = `${name}.sig`;
  const member = pack.members.get(part);
  if (!member) {
    report.add("package.signature", false, `${part}: missing`);
    return null;
  }
  const raw = await readMember(pack.source, member);
  const signed = asFields(parseJson(raw, part), part);
  const key = asFields(fields.key, `${name}: key`);
  const hash = `sha256:${hex(digestOf("sha256", bytes))}`;
  const spki = fromBase64(asText(signed.publicKey, part)) ?? new Uint8Array(0);
  const fingerprint = hex(digestOf("sha256", spki));
  const problems: string[] = [];
  if (
    !isCanonical(signed, raw) ||
    Object.keys(signed).sort().join() !== "created,hash,publicKey,signature,software,version"
  )
    problems.push(`${part}: not in its one form`);
  if (signed.version !== "1") problems.push(`${part}: unknown version`);
  if (signed.hash !== hash) problems.push(`${part}: its hash is not that of ${name}`);
  if (key.publicKey !== signed.publicKey || key.fingerprint !== fingerprint)
    problems.push(`${part}: its key is not the one that ${name} names`);
  for (const field of ["created", "software"] as const)
    if (fields[field] !== signed[field]) problems.push(`${part}: another ${field} than in ${name}`);
  const holds = await textHolds(spki, plainText(signed.hash), asText(signed.signature, part), true);
  if (!holds) problems.push(`${part}: the signature does not hold`);
  report.list("package.signature", problems, `${name}: signed by key ${fingerprint}`);
  return holds && signed.hash === hash ? fingerprint : null;
}

export async function checkPackageOffice(
  bytes: Uint8Array,
  pack: OpenPackage,
  report: Report,
): Promise<SignedMessage | null> {
  const part = `${name}.p7s`;
  const member = pack.members.get(part);
  if (!member) return null;
  const message = await report.run("cms.form", part, async () =>
    readDetached(await readMember(pack.source, member), part),
  );
  if (!message) return null;
  const problems = await report.run("cms.signature", part, () => detachedProblems(message, bytes, part));
  if (problems) report.list("cms.signature", problems, `${part}: signed by ${message.signer.name}`);
  return message;
}
