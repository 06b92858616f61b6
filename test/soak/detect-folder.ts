// Promises the table label × verdict per category over a folder of labelled pages; measured, never asserted.
//
// The halves are fixed before tuning: a host belongs to the tuning half when the first byte of sha256(host) is even.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parse as parseCsv } from "csv-parse/sync";
import { extractPage } from "#crawler/page/extract-page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import type { LicenceRegister } from "#detection/licence/register.ts";
import { categories, type Category, type Verdict } from "#core/nouns/category.ts";
import type { Page } from "#core/nouns/page.ts";

interface Sample {
  label: string;
  url: string;
  page: () => Page;
}

type Half = "tune" | "held-out";

/** Half of a host; the same for every page of a site, so that no site stands in both. */
export function halfOf(host: string): Half {
  return createHash("sha256").update(host).digest()[0]! % 2 === 0 ? "tune" : "held-out";
}

const usage = `detect-folder FOLDER [--index index.jsonl] [--labels MANIFEST.tsv] [--texts LABEL=FILE.tsv …] [--register FILE.csv …] [--half tune|held-out|all] [--show LABEL] [--json]`;

function readRegister(folder: string, files: string[]): LicenceRegister | undefined {
  if (files.length === 0) return undefined;
  const rows = files.flatMap((file) => {
    const records = parseCsv<Record<string, string>>(readFileSync(path.resolve(folder, file)), {
      columns: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
    });
    return records.map((r) => ({
      number: r.license_number ?? r.number ?? "",
      issuedOn: r.certified_date ?? r.issuedOn ?? "",
      owner: r.owner ?? "",
      domains: r.domain ? [r.domain] : [],
      kind: r.category_type ?? r.kind ?? "",
      status: r.status ?? "",
    }));
  });
  return { name: "soak", importedAt: "2026-11-22", rows };
}

function readSamples(folder: string, index: string, labels: string, texts: string[]): Sample[] {
  const label = new Map(
    readFileSync(path.resolve(folder, labels), "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t"))
      .map((cells) => [cells[0]!, cells[1] ?? ""]),
  );
  const samples: Sample[] = [];
  for (const line of readFileSync(path.resolve(folder, index), "utf8").split("\n").filter(Boolean)) {
    const { url, file, headers } = JSON.parse(line) as { url: string; file: string; headers?: Record<string, string> };
    if (!/html/.test(headers?.["content-type"] ?? "text/html")) continue;
    const html = () => readFileSync(path.resolve(folder, file), "utf8");
    samples.push({
      label: label.get(file) || "?",
      url,
      page: () => extractPage({ url, finalUrl: url, status: 200, html: html() }),
    });
  }
  for (const spec of texts) {
    const [name, file] = spec.split("=") as [string, string];
    for (const line of readFileSync(path.resolve(folder, file), "utf8").split("\n").slice(1).filter(Boolean)) {
      const [url, text] = line.split("\t") as [string, string];
      samples.push({ label: name, url, page: () => pageFromText({ url, title: "", text }) });
    }
  }
  return samples;
}

type Table = Map<string, Map<Category, Record<Verdict, number>>>;

function count(table: Table, label: string, category: Category, verdict: Verdict): void {
  const row = table.get(label) ?? new Map<Category, Record<Verdict, number>>();
  const cell = row.get(category) ?? { flag: 0, review: 0, none: 0 };
  cell[verdict] += 1;
  table.set(label, row.set(category, cell));
}

/** Runs the measurement; prints to stdout. Exit code 0 when it ran, 2 on wrong usage. */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      index: { type: "string", default: "index.jsonl" },
      labels: { type: "string", default: "MANIFEST.tsv" },
      texts: { type: "string", multiple: true, default: [] },
      register: { type: "string", multiple: true, default: [] },
      half: { type: "string", default: "all" },
      show: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const [folder] = positionals;
  if (!folder) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const register = readRegister(folder, values.register);
  const knowledge = loadKnowledge({
    now: new Date("2026-11-22T00:00:00Z"),
    ...(register ? { licenceRegister: register } : {}),
  });
  const samples = readSamples(folder, values.index, values.labels, values.texts).filter(
    (s) => values.half === "all" || halfOf(new URL(s.url).hostname) === values.half,
  );
  const table: Table = new Map();
  const startedAt = performance.now();
  for (const sample of samples) {
    const result = detect(sample.page(), knowledge, { kind: "site" });
    for (const category of categories)
      count(table, sample.label, category, result.categories[category]?.verdict ?? "none");
    if (values.json) process.stdout.write(`${JSON.stringify({ url: sample.url, label: sample.label, ...result })}\n`);
    else if (values.show !== undefined && sample.label.startsWith(values.show)) show(sample, result);
  }
  if (!values.json) printTable(table, samples.length, performance.now() - startedAt);
  return 0;
}

function show(sample: Sample, result: ReturnType<typeof detect>): void {
  process.stdout.write(`\n${sample.label}  ${sample.url}\n`);
  for (const [category, judged] of Object.entries(result.categories)) {
    process.stdout.write(
      `  ${category} ${judged.verdict} ${judged.score}\n${judged.signals.map((s) => `    ${s.weight} ${s.rule}: ${s.say}\n`).join("")}`,
    );
  }
}

function printTable(table: Table, pages: number, tookMs: number): void {
  process.stdout.write(
    `\n${pages} pages, ${(tookMs / pages).toFixed(1)} ms a page (reading included)\nflag/review/none\n`,
  );
  for (const [label, row] of [...table].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const cells = categories.map((c) => ({ c, ...row.get(c)! })).filter((x) => x.flag + x.review > 0);
    const total = [...row.values()][0]!;
    process.stdout.write(
      `${label.padEnd(28)} ${String(total.flag + total.review + total.none).padStart(4)}  ${cells.map((x) => `${x.c} ${x.flag}/${x.review}/${x.none}`).join("  ") || "nothing"}\n`,
    );
  }
}
