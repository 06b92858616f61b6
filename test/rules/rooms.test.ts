// Promises that the rooms know only whom house.md lets them know, and that files stay small.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { listProjectFiles } from "../support/project-files.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rooms = [
  "core",
  "crawler",
  "detection",
  "evidence/verify",
  "evidence",
  "workers",
  "admin/api",
  "admin/server",
  "admin/cli",
  "admin/web",
] as const;
type Room = (typeof rooms)[number];

/** house.md, "Who may know whom": doors between rooms, and the npm packages that belong to one room only. */
const law: Record<Room, { house: readonly string[]; npm: readonly string[] }> = {
  core: { house: [], npm: ["pg", "pino"] },
  crawler: {
    house: ["core"],
    npm: [
      "crawlee",
      "@crawlee/*",
      "playwright",
      "playwright-core",
      "sharp",
      "proxy-chain",
      "@sparticuz/chromium",
      "parse5",
      "tldts",
      "robots-parser",
      "html-encoding-sniffer",
    ],
  },
  detection: {
    house: ["core"],
    npm: ["sharp", "tldts", "re2js", "modern-ahocorasick", "tesseract.js", "@tesseract.js-data/*", "zxing-wasm"],
  },
  evidence: {
    house: ["core", "evidence/verify"],
    npm: ["sharp", "playwright", "playwright-core", "docx", "@aws-sdk/*"],
  },
  "evidence/verify": { house: [], npm: [] },
  workers: { house: ["core", "crawler", "detection", "evidence", "evidence/verify"], npm: ["bullmq", "ioredis", "pg"] },
  "admin/api": { house: ["core"], npm: [] },
  "admin/server": {
    house: ["core", "evidence", "evidence/verify", "admin/api", "workers"],
    npm: [
      "fastify",
      "@fastify/*",
      "fastify-type-provider-zod",
      "@simplewebauthn/server",
      "zxing-wasm",
      "vite",
      "sharp",
      "pg",
      "write-excel-file",
    ],
  },
  "admin/cli": {
    house: ["core", "crawler", "detection", "evidence", "evidence/verify", "workers", "admin/api", "admin/server"],
    npm: ["commander", "cli-progress", "csv-parse", "pg"],
  },
  "admin/web": { house: ["admin/api"], npm: ["react", "react-dom", "@tanstack/*", "vite", "@fontsource/*"] },
};

interface Import {
  file: string;
  from: string;
  isType: boolean;
}

/** Built from evidence/verify by `npm run verifier`; a test holds it equal to a fresh build. */
const builtFolder = "evidence/verify/built/";
const files = listProjectFiles().filter((f) => /\.(ts|tsx|mjs)$/.test(f) && !f.startsWith(builtFolder));

function roomOf(file: string): Room | null {
  return rooms.find((room) => file.startsWith(`${room}/`)) ?? null;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const found: Import[] = [];
  for (const m of text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^"'();]*?from\s+["']([^"']+)["']/gm))
    found.push({ file, from: m[2]!, isType: m[1] !== undefined });
  for (const m of text.matchAll(/^\s*import\s+["']([^"']+)["']/gm)) found.push({ file, from: m[1]!, isType: false });
  for (const m of text.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g))
    found.push({ file, from: m[1]!, isType: false });
  return found;
}

// What is built from other product files is held by a test of its own.
const product = files
  .filter((f) => roomOf(f) !== null && !/\.config\.[mc]?ts$/.test(f))
  .filter((f) => !f.startsWith("evidence/verify/built/"));
const imports = product.flatMap(importsOf);
const isIn = (list: readonly string[], name: string) =>
  list.some((p) => (p.endsWith("/*") ? name.startsWith(p.slice(0, -1)) : p === name));

test("every room imports only the rooms it may know", () => {
  const broken: string[] = [];
  for (const { file, from } of imports) {
    const room = roomOf(file)!;
    const target = from.startsWith("#")
      ? from.slice(1)
      : from.startsWith(".")
        ? path.posix.join(path.posix.dirname(file), from)
        : null;
    const other = target && roomOf(target);
    if (!other || other === room) continue;
    if (!law[room].house.includes(other)) broken.push(`${file} → ${from}`);
  }
  expect(broken).toEqual([]);
});

test("doors between rooms are written #room/…, inside a room imports are relative", () => {
  const broken: string[] = [];
  for (const { file, from } of imports) {
    const room = roomOf(file)!.split("/")[0]!;
    if (from.startsWith(".") && path.posix.join(path.posix.dirname(file), from).split("/")[0] !== room)
      broken.push(`${file} → ${from}`);
    if (from.startsWith("#") && !/^#(core|crawler|detection|evidence|workers|admin)\/.+\.(ts|tsx|mjs)$/.test(from))
      broken.push(`${file} → ${from}`);
  }
  expect(broken).toEqual([]);
});

test("npm packages are used only in the room they belong to; zod is allowed everywhere but evidence/verify and admin/web", () => {
  const broken: string[] = [];
  for (const { file, from, isType } of imports) {
    if (from.startsWith("#") || from.startsWith(".") || from.startsWith("node:")) continue;
    const room = roomOf(file)!;
    const name = from
      .split("/")
      .slice(0, from.startsWith("@") ? 2 : 1)
      .join("/");
    if (name === "zod" && room !== "evidence/verify" && (room !== "admin/web" || isType)) continue;
    if (!isIn(law[room].npm, name)) broken.push(`${file} → ${from}`);
  }
  expect(broken).toEqual([]);
});

test("crawler and detection know no database and no records", () => {
  const broken = imports.filter((i) => /^(crawler|detection)\//.test(i.file) && /^#core\/(db|records)\//.test(i.from));
  expect(broken).toEqual([]);
});

test("only workers/queue.ts opens bullmq and ioredis", () => {
  const broken = imports.filter((i) => ["bullmq", "ioredis"].includes(i.from) && i.file !== "workers/queue.ts");
  expect(broken).toEqual([]);
});

test("the server knows the workers by their job contracts alone", () => {
  const broken = imports.filter(
    (i) => i.file.startsWith("admin/server/") && i.from.startsWith("#workers/") && i.from !== "#workers/jobs.ts",
  );
  expect(broken.map((i) => `${i.file} → ${i.from}`)).toEqual([]);
});

test("evidence knows no records", () => {
  expect(imports.filter((i) => i.file.startsWith("evidence/") && i.from.startsWith("#core/records/"))).toEqual([]);
});

test("no product file is longer than 260 lines", () => {
  const long = product
    .map((f) => ({ f, n: readFileSync(path.join(root, f), "utf8").split("\n").length }))
    .filter(({ f, n }) => n > 260 && !f.includes("/i18n/"));
  expect(long).toEqual([]);
});

test("every product file opens with the sentence of what it promises", () => {
  const silent = product.filter((f) => {
    const lines = readFileSync(path.join(root, f), "utf8").split("\n");
    return !/^(\/\/|\/\*\*?) ?Promises /.test(lines[0]!.startsWith("#!") ? lines[1]! : lines[0]!);
  });
  expect(silent).toEqual([]);
});

test("there is no cycle between rooms", () => {
  const knows = new Map<string, Set<string>>();
  for (const { file, from } of imports) {
    if (!from.startsWith("#")) continue;
    const [a, b] = [roomOf(file)!, roomOf(from.slice(1))];
    if (b && a !== b) knows.set(a, (knows.get(a) ?? new Set()).add(b));
  }
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(knows.get(from) ?? [])].some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  expect([...knows.keys()].filter((room) => reaches(room, room))).toEqual([]);
});
