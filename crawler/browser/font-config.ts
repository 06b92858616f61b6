// Promises a fontconfig file under which Vietnamese text always renders: without one Chromium draws blank text and says nothing.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/** Metric twins of Times New Roman, Arial and Courier New; each holds the whole Vietnamese alphabet. */
const fontPackages = ["tinos", "arimo", "cousine"];

const aliases: [asked: string, given: string, binding: "same" | "weak"][] = [
  ["Times New Roman", "Tinos", "same"],
  ["Times", "Tinos", "same"],
  ["Arial", "Arimo", "same"],
  ["Helvetica", "Arimo", "same"],
  ["Courier New", "Cousine", "same"],
  ["serif", "Tinos", "weak"],
  ["sans-serif", "Arimo", "weak"],
  ["monospace", "Cousine", "weak"],
];

const escapeXml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Writes `fonts.conf` into the cache folder and returns its absolute path (a relative one gives blank text). */
export function writeFontConfig(cacheFolder: string): string {
  const folders = fontPackages.map((name) => path.dirname(require.resolve(`@expo-google-fonts/${name}/package.json`)));
  if (existsSync("/usr/share/fonts")) folders.push("/usr/share/fonts");
  const glyphCache = path.join(cacheFolder, "fontconfig");
  mkdirSync(glyphCache, { recursive: true, mode: 0o700 });
  const body = [
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>',
    ...folders.map((folder) => `<dir>${escapeXml(folder)}</dir>`),
    `<cachedir>${escapeXml(glyphCache)}</cachedir>`,
    ...aliases.map(
      ([asked, given, binding]) =>
        `<alias binding="${binding}"><family>${asked}</family><prefer><family>${given}</family></prefer></alias>`,
    ),
    "</fontconfig>",
  ].join("\n");
  const file = path.resolve(cacheFolder, "fonts.conf");
  if (existsSync(file) && readFileSync(file, "utf8") === body) return file;
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, body, { mode: 0o600 });
  renameSync(fresh, file);
  return file;
}
