// Promises the labelled samples of a folder in the layout of MANIFEST.tsv: one a file, and one a row of its text tables.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "#core/errors.ts";
import type { Page } from "#core/nouns/page.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import type { LicenceRegister } from "#detection/licence/register.ts";
import { readCsvFile } from "#admin/cli/csv.ts";
import { readLicences } from "#admin/cli/licence-csv.ts";

export interface Sample {
  /** What a person called it. */
  label: string;
  note: string;
  /** Name in the report: the file, or table and row. */
  name: string;
  url: string;
  kind: "site" | "account";
  /** Text tables carry no document. */
  source: { html: string } | { title: string; text: string };
}

interface ManifestRow {
  file: string;
  label: string;
  url: string;
  note: string;
}

function readManifest(folder: string): ManifestRow[] {
  const file = path.join(folder, "MANIFEST.tsv");
  if (!existsSync(file))
    throw new AppError("input.unreadable", {
      detail: `${folder} holds no MANIFEST.tsv`,
      cure: "Give a folder whose MANIFEST.tsv has the columns file, label, url (further ones are welcome).",
    });
  const [head, ...lines] = readFileSync(file, "utf8").split(/\r?\n/).filter(Boolean);
  const names = head!.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    const cell = (name: string) => cells[names.indexOf(name)] ?? "";
    return { file: cell("file"), label: cell("label"), url: cell("url"), note: cell("note").replaceAll('"', "") };
  });
}

/** Addresses that the folder's index gives to files; the manifest may leave them out. */
function readIndex(folder: string): Map<string, string> {
  const file = path.join(folder, "index.jsonl");
  const urls = new Map<string, string>();
  if (!existsSync(file)) return urls;
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const entry = JSON.parse(line) as { url: string; file: string };
    if (!urls.has(entry.file)) urls.set(entry.file, entry.url);
  }
  return urls;
}

/** Samples in the order of the manifest. Throws AppError `input.unreadable`. */
export function readFolder(folder: string): Sample[] {
  const index = readIndex(folder);
  const samples: Sample[] = [];
  for (const row of readManifest(folder)) {
    const file = path.join(folder, row.file);
    if (!existsSync(file)) continue;
    if (/\.x?html?$/i.test(row.file)) {
      samples.push({
        label: row.label || "(none)",
        note: row.note,
        name: row.file,
        url: addressOf(row.url) ?? index.get(row.file) ?? `https://${nameOf(row.file)}.example/`,
        kind: row.label === "social" ? "account" : "site",
        source: { html: readFileSync(file, "utf8") },
      });
    } else if (/\.json$/i.test(row.file) && /^(?:real|fake)$/.test(row.label)) samples.push(...readArticle(file, row));
    else if (/\.tsv$/i.test(row.file)) samples.push(...readTextTable(file, row));
  }
  return samples;
}

const addressOf = (url: string) => (URL.canParse(url) ? url : null);
const nameOf = (file: string) =>
  path
    .basename(file)
    .replace(/[^a-z0-9]+/gi, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase() || "page";

/** An article as its publisher's text: title, text, source_domain. */
function readArticle(file: string, row: ManifestRow): Sample[] {
  const article = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const part = (name: string) => (typeof article[name] === "string" ? (article[name] as string) : "");
  if (!part("text")) return [];
  const url = addressOf(part("url")) ?? `https://${part("source_domain") || "bao.example"}/`;
  return [
    {
      label: `article:${row.label}`,
      note: row.note,
      name: row.file,
      url,
      kind: "site",
      source: { title: part("title"), text: part("text") },
    },
  ];
}

/** Rows of url and text; the table's name is their label ("gambling/doorway_pages.tsv" → doorway_pages). */
function readTextTable(file: string, row: ManifestRow): Sample[] {
  const [head, ...lines] = readFileSync(file, "utf8").split(/\r?\n/).filter(Boolean);
  const names = head!.split("\t");
  if (!names.includes("url") || !names.includes("text")) return [];
  return lines.flatMap((line, i) => {
    const cells = line.split("\t");
    const cell = (name: string) => cells[names.indexOf(name)] ?? "";
    const label = path.basename(row.file, ".tsv");
    if (!cell("text") || !URL.canParse(cell("url"))) return [];
    const source = { title: cell("title"), text: cell("text") };
    return [{ label, note: row.note, name: `${row.file}:${i + 2}`, url: cell("url"), kind: "site" as const, source }];
  });
}

export interface Reading {
  /** Judge the visible text and title alone, as `detect` does with {url, title, text}. */
  textOnly: boolean;
  /** Put an address that says nothing in the place of the true one. */
  hideHosts: boolean;
}

export function pageOf(sample: Sample, { textOnly, hideHosts }: Reading): Page {
  const url = hideHosts ? "https://trang.example/" : sample.url;
  if ("text" in sample.source) return pageFromText({ url, ...sample.source });
  const page = extractPage({ url, finalUrl: url, status: 200, html: sample.source.html });
  return textOnly ? pageFromText({ url, title: page.title?.text ?? "", text: page.text }) : page;
}

/** All licence registers of the folder as one, read by the importer of the desk; dirty rows are its business. */
export function readRegisters(folder: string): LicenceRegister | undefined {
  const dir = path.join(folder, "news_licence/register");
  if (!existsSync(dir)) return undefined;
  const files = readdirSync(dir).filter((f) => f.endsWith(".csv") && /licen|press|abei/i.test(f));
  if (files.length === 0) return undefined;
  const rows = files.flatMap((f) => readLicences(readCsvFile(path.join(dir, f))).rows);
  return {
    name: files.join(" + "),
    importedAt: new Date().toISOString().slice(0, 10),
    rows: rows.map((r) => ({ ...r, issuedOn: r.issuedOn ?? "", expiresOn: r.expiresOn ?? "" })),
  };
}
