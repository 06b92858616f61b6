// Promises brand cards from a plain table: brand,domains,aliases (the last two separated by spaces, or ";" for names with spaces).
import type { BrandCardRow } from "#core/records/register.ts";
import type { CsvRow } from "./csv.ts";

export interface BrandReading {
  cards: BrandCardRow[];
  refused: { line: number; reason: string }[];
}

export function readBrandCards(rows: CsvRow[]): BrandReading {
  const reading: BrandReading = { cards: [], refused: [] };
  for (const row of rows) {
    const brand = row.cells.brand ?? "";
    const domains = (row.cells.domains ?? "")
      .toLowerCase()
      .split(/[\s;,]+/)
      .filter((d) => d.includes("."));
    const aliases = row.cells.aliases ?? "";
    if (!brand || domains.length === 0) {
      reading.refused.push({
        line: row.line,
        reason: brand ? "column domains names no domain" : "column brand is empty",
      });
      continue;
    }
    const names = aliases.includes(";") ? aliases.split(";") : aliases.split(/\s+/);
    reading.cards.push({ brand, domains, aliases: names.map((n) => n.trim()).filter(Boolean) });
  }
  return reading;
}
