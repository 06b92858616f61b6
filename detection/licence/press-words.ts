// Promises the words of a name or host that the law keeps for the press, and the province that a host names (both are data).
import { readFileSync } from "node:fs";
import { z } from "zod";
import { foldText } from "../text/letters.ts";

const Words = z.object({
  cite: z.string(),
  effectiveFrom: z.string(),
  names: z.array(z.string()),
  hostParts: z.array(z.string()),
  /** Short words: they count only at the start, before what a paper's name goes on with. */
  hostStarts: z.array(z.string()),
});
const Provinces = z.object({
  source: z.string(),
  effectiveFrom: z.string(),
  provinces: z.array(z.object({ name: z.string(), names: z.array(z.string()) })),
});
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
const { law, decision } = z.object({ law: Words, decision: Words }).parse(read("press-words.json"));
const { provinces } = Provinces.parse(read("provinces.json"));

const glued = (text: string) => foldText(text).replace(/[^a-z0-9]/g, "");
const provinceNames = provinces.flatMap((p) =>
  p.names.map((n) => ({ province: p.name, folded: foldText(n), glued: glued(n) })),
);

const goesOn = new RegExp(
  `^(?:-|\\d|$|moi|nong|nhanh|viet|online|tuc|dien|mang|so(?!n)|${provinceNames.map((p) => p.glued).join("|")})`,
);

/** Host without its ending: "tinmoi24" of "tinmoi24.com.vn"; every label in front of the ending counts. */
const nameOf = (host: string) =>
  host.replace(
    /\.(?:com|net|org|info|edu|gov|biz|name|pro|io|co|asia|top|xyz|online|site|news|vn|example)(?:\.vn)?$/,
    "",
  );

export interface PressWord {
  word: string;
  cite: string;
  /** The law itself names it; else it is one of the signs of the ministry's decision. */
  inLaw: boolean;
}

/** Words kept for the press in a host, or none. */
export function pressWordsOfHost(host: string): PressWord[] {
  return nameOf(host)
    .split(".")
    .flatMap((label) => [
      ...law.hostParts.filter((w) => label.includes(w)).map((word) => ({ word, cite: law.cite, inLaw: true })),
      ...law.hostStarts
        .filter((w) => label.startsWith(w) && goesOn.test(label.slice(w.length)))
        .map((word) => ({ word, cite: law.cite, inLaw: true })),
      ...decision.hostParts
        .filter((w) => label.includes(w))
        .map((word) => ({ word, cite: decision.cite, inLaw: false })),
    ]);
}

/** Words kept for the press that open a site's name ("Báo …", "Tin tức …"). */
export function pressWordOfName(name: string): PressWord | null {
  const folded = foldText(name).trim();
  const marked = name.normalize("NFC").toLowerCase().trim();
  const starts = (word: string) => marked.startsWith(`${word} `) || folded === foldText(word);
  const word = law.names.toSorted((a, b) => b.length - a.length).find(starts);
  return word ? { word, cite: law.cite, inLaw: true } : null;
}

const provinceIn = (text: string) =>
  provinceNames
    .filter((p) => new RegExp(`(?<![a-z])${p.folded}(?![a-z])`).test(text))
    .toSorted((a, b) => b.folded.length - a.folded.length)[0];

/** The province of an issuer ("Sở TT&TT Lào Cai"), as it is called today, or null. */
export const provinceOfIssuer = (issuer: string): string | null => provinceIn(foldText(issuer))?.province ?? null;

/** The province that a host names, whole at the start or end of a label; short or ambiguous names do not count. */
export function provinceOfHost(host: string): { province: string; name: string } | null {
  for (const label of nameOf(host).split("."))
    for (const p of provinceNames) {
      if (p.glued.length < 5) continue;
      const at = label.indexOf(p.glued);
      if (at >= 0 && (at === 0 || at + p.glued.length === label.length || /[-\d]/.test(label[at + p.glued.length]!)))
        return { province: p.province, name: p.glued };
    }
  return null;
}
