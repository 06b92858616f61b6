// Promises lookalikes.json out of Unicode's own tables: `node detection/text/derive-lookalikes.ts confusables.txt UnicodeData.txt > detection/text/lookalikes.json`.
//
// confusables.txt: UTS 39, https://www.unicode.org/Public/security/latest/; UnicodeData.txt: https://www.unicode.org/Public/UCD/latest/ucd/.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Latin letter or digit → the code points (hex) that are read as it. */
export interface LookalikeFile {
  provenance: Record<string, string>;
  letters: Record<string, string>;
}

/** Marks and overlays that a prototype may carry ("đ" is "d" with a stroke). */
const marks = /[\u0300-\u036f]/gu;
const isLatin = (text: string) => /^[a-z0-9]$/.test(text);
const bare = (text: string) => text.normalize("NFKD").replace(marks, "").toLowerCase();

/** Prototypes of UTS 39 that are one Latin letter or digit. Capitals give their lower case: pages are read in lower case. */
function readConfusables(table: string): Map<string, string> {
  const prototypes = new Map<string, string>();
  for (const line of table.split("\n")) {
    const [source, target] = line.replace(/#.*$/, "").split(";");
    if (!source || !target || source.includes("#")) continue;
    const character = fromHex(source);
    const prototype = bare(fromHex(target));
    if (!isLatin(prototype) || character.codePointAt(0)! < 0x80) continue;
    if (/^[\p{L}\p{N}]$/u.test(character)) prototypes.set(character, prototype);
  }
  return prototypes;
}

const fromHex = (codes: string) =>
  codes
    .trim()
    .split(/\s+/)
    .map((code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .join("");

/** Latin letters named after a plain one: small capitals, letters with a stroke or hook. "đ" is a letter of its own. */
function readNames(table: string): Map<string, string> {
  const named = new Map<string, string>();
  for (const line of table.split("\n")) {
    const [code = "", name = ""] = line.split(";");
    const letter = /^LATIN (?:LETTER SMALL CAPITAL|SMALL LETTER) ([A-Z])(?: WITH .+)?$/.exec(name)?.[1];
    if (letter && code !== "0111") named.set(fromHex(code), letter.toLowerCase());
  }
  return named;
}

/** Builds the table. Names win over shapes; a small letter whose capital passes for a Latin one passes for it too. */
export function deriveLookalikes(confusables: string, unicodeData: string): LookalikeFile {
  const shapes = readConfusables(confusables);
  const all = new Map<string, string>();
  for (const [character, letter] of shapes) all.set(character.toLowerCase(), letter);
  for (const [character, letter] of shapes) if (character === character.toLowerCase()) all.set(character, letter);
  for (const [character, letter] of readNames(unicodeData)) all.set(character, letter);
  const letters: Record<string, string[]> = {};
  for (const [character, letter] of all) {
    // What NFKC and the stripping of marks read anyway needs no row.
    if (
      isLatin(bare(character)) ||
      bare(character) === "đ" ||
      character.length !== String.fromCodePoint(character.codePointAt(0)!).length
    )
      continue;
    (letters[letter] ??= []).push(character.codePointAt(0)!.toString(16));
  }
  const sorted = Object.keys(letters).toSorted();
  return {
    provenance: {
      source: "Unicode confusables.txt (UTS 39) and UnicodeData.txt",
      version: /^# Version: (.+)$/m.exec(confusables)?.[1] ?? "",
      licence: "Unicode-3.0",
      confusablesSha256: createHash("sha256").update(confusables).digest("hex"),
    },
    letters: Object.fromEntries(sorted.map((letter) => [letter, letters[letter]!.toSorted().join(" ")])),
  };
}

if (import.meta.main) {
  const [confusables, unicodeData] = process.argv.slice(2).map((file) => readFileSync(file, "utf8"));
  if (confusables && unicodeData)
    process.stdout.write(`${JSON.stringify(deriveLookalikes(confusables, unicodeData), null, 2)}\n`);
  else process.stderr.write("derive-lookalikes.ts confusables.txt UnicodeData.txt\n");
  process.exitCode = confusables && unicodeData ? 0 : 2;
}
