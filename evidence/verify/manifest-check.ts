// Promises that our manifest is in its one form, covers every member, and repeats what the signature leaves unsigned.
import { fromBase64, hex } from "./bytes.ts";
import { digestOf } from "./engine.ts";
import type { OpenPackage } from "./package-files.ts";
import { quote, type Report } from "./report.ts";
import { asFields, asList, asText, type Fields, isCanonical, plainText, type Value } from "./strict-json.ts";

const formats = ["vonggac-evidence/1", "vonggac-evidence/2"];
const manifestName = "evidence/manifest.json";
const last = ["datapackage.json", "datapackage-digest.json"];

/** Clocks of one machine may be set by so much between the visit and the seal. */
const maxDriftMs = 60_000;

export function checkManifest(manifest: Fields, bytes: Uint8Array, pack: OpenPackage, report: Report): void {
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
  const spki = fromBase64(asText(signed.publicKey, "datapackage-digest.json: publicKey")) ?? new Uint8Array(0);
  const problems: string[] = [];
  const demand = (what: string, ...values: (Value | undefined)[]) => {
    if (values.some((value) => value === undefined || value !== values[0]))
      problems.push(`${what}: the manifest, datapackage.json and datapackage-digest.json differ`);
  };
  demand("created", manifest.created, datapackage.created, signed.created);
  demand("software", manifest.software, datapackage.software, signed.software);
  demand("public key", key.publicKey, signed.publicKey);
  demand("key fingerprint", key.fingerprint, hex(digestOf("sha256", spki)));
  demand("address of the page", manifest.finalUrl, datapackage.mainPageUrl, pages[0]?.url);
  demand("time of the page", datapackage.mainPageDate, pages[0]?.ts);
  demand("capture id", manifest.captureId, pages[0]?.id);
  demand("title of the page", manifest.title, pages[0]?.title);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(plainText(manifest.created)))
    problems.push("evidence/manifest.json: created is not in whole seconds of UTC");
  const [ended, created] = [Date.parse(plainText(manifest.endedAt)), Date.parse(plainText(manifest.created))];
  if (Number.isNaN(ended) || created < ended - maxDriftMs)
    problems.push("evidence/manifest.json: sealed before the visit ended");
  if (pages.length !== 1) problems.push("pages/pages.jsonl: not exactly one page");
  report.list("documents.agree", problems, "time, software, key and address are the same in all documents");
}
