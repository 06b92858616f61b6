// Promises `lookalike`: host names in, the brand each imitates and why out.
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { AppError } from "#core/errors.ts";
import { now } from "#core/clock.ts";
import { BrandCard, indexBrands } from "#detection/brand/card.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { judgeHosts } from "#detection/lookalike/judge-hosts.ts";
import { readBrandCards } from "../brand-csv.ts";
import { readCsvFile } from "../csv.ts";
import type { VerbContext } from "../main.ts";
import { note, printJson, say } from "../terminal.ts";

export function addLookalikeVerb(program: Command, context: VerbContext): void {
  program
    .command("lookalike")
    .description(say("đọc tên máy chủ từ stdin, mỗi dòng một tên", "reads host names on stdin, one a line"))
    .option("--brands <file>", "CSV: brand,domains,aliases")
    .option("--json")
    .action((options: { brands?: string }) => judgeLines(context, options.brands));
}

async function judgeLines(context: VerbContext, file: string | undefined): Promise<void> {
  const brands = file === undefined ? loadKnowledge({ now: now() }).brands : readBrands(file);
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const host = line.trim();
    if (host === "") continue;
    for (const { host: asked, brand, score, verdict, why } of judgeHosts([host], brands))
      printJson({ host: asked, brand, score, verdict, why });
    if (context.signal.aborted) return;
  }
}

function readBrands(file: string) {
  const { cards, refused } = readBrandCards(readCsvFile(file));
  for (const r of refused) note(`${file}:${r.line}: ${r.reason}`);
  if (cards.length === 0)
    throw new AppError("input.unreadable", {
      detail: `${file} holds no brand card`,
      cure: say("Các cột: brand,domains,aliases", "Columns: brand,domains,aliases"),
    });
  return indexBrands(cards.map((card) => BrandCard.parse(card)));
}
