// Promises that a bag (RFC 8493) is whole: its declaration, and manifests that are exactly what its files give.
import { latin1, textOf } from "./bytes.ts";
import { type OpenPackage, readMember } from "./package-files.ts";
import { quote, type Report } from "./report.ts";

const declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

export async function checkBag(pack: OpenPackage, report: Report): Promise<void> {
  const names = [...pack.members.keys()];
  const payload = names.filter((name) => name.startsWith("data/"));
  const tags = names.filter((name) => !name.startsWith("data/") && name !== "tagmanifest-sha256.txt");
  const text = async (name: string) => {
    const member = pack.members.get(name);
    return member ? await readMember(pack.source, member) : new Uint8Array(0);
  };
  const problems: string[] = [];
  if (latin1(await text("bagit.txt")) !== declaration) problems.push("bagit.txt: not the declaration of BagIt 1.0");
  problems.push(...differences("manifest-sha256.txt", textOf(await text("manifest-sha256.txt")), payload, pack));
  problems.push(...differences("tagmanifest-sha256.txt", textOf(await text("tagmanifest-sha256.txt")), tags, pack));
  report.list(
    "bag.manifests",
    problems,
    `BagIt manifests name ${payload.length + tags.length} files with their SHA-256`,
  );
}

function differences(name: string, text: string, files: readonly string[], pack: OpenPackage): string[] {
  const expected = files
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((file) => `${pack.sha256s.get(file) ?? "?".repeat(64)}  ${file}\n`);
  if (expected.join("") === text) return [];
  const lines = new Set(text.split(/(?<=\n)/));
  const lacking = expected.filter((line) => !lines.has(line));
  for (const line of expected) lines.delete(line);
  const problems = [
    ...lacking.map((line) => `${name}: lacks ${quote(line.slice(66, -1))} with its SHA-256`),
    ...[...lines].map((line) => `${name}: a line too many: ${quote(line.trimEnd())}`),
  ];
  return problems.length > 0 ? problems : [`${name}: not sorted by path`];
}
