// Promises that licence lines are read in the forms of real footers: a bed of hand-written and of composed lines, measured.
import { describe, expect, test } from "vitest";
import { parseLicences } from "#detection/licence/parse.ts";
import { foldVietnamese } from "#core/text.ts";
import { composeLines } from "./composed-lines.ts";
import { type ExpectedLine, handWritten, noNewsLicence } from "./hand-written-lines.ts";

const issuerOf = (text: string | null) => foldVietnamese(text ?? "").replace(/\s+/g, " ");

/** What of a line was read otherwise than expected; "" where all is right. */
function wrongOf(line: ExpectedLine): string {
  const found = parseLicences(line.text).filter((l) => l.kind !== "business");
  if (found.length !== 1) return `${found.length} lines`;
  const [got] = found;
  for (const span of [got!.span, got!.dateSpan, got!.issuerSpan])
    if (span && line.text.slice(span.start, span.end) !== span.raw) return "a span is not what stands there";
  const wrong = (["number", "series", "kind", "issuedOn"] as const)
    .filter((key) => got![key] !== line[key])
    .map((key) => `${key} ${got![key]}`);
  if (issuerOf(got!.issuer) !== line.issuer) wrong.push(`issuer ${issuerOf(got!.issuer)}`);
  return wrong.join(", ");
}

function measure(lines: ExpectedLine[]): { rate: number; wrong: string[] } {
  const wrong = lines.map((l) => ({ l, w: wrongOf(l) })).filter(({ w }) => w !== "");
  return { rate: 1 - wrong.length / lines.length, wrong: wrong.map(({ l, w }) => `${w} ← ${JSON.stringify(l.text)}`) };
}

describe("licence lines of footers", () => {
  test("at least 95 % of the hand-written lines are read whole: number, symbol, kind, date and issuer", () => {
    const { rate, wrong } = measure(handWritten);
    expect(handWritten.length).toBeGreaterThanOrEqual(60);
    expect(rate, wrong.join("\n")).toBeGreaterThanOrEqual(0.95);
  });

  test("the same lines are read with their marks written apart (NFD)", () => {
    const apart = handWritten.map((l) => ({ ...l, text: l.text.normalize("NFD") }));
    const { rate, wrong } = measure(apart);
    expect(rate, wrong.join("\n")).toBeGreaterThanOrEqual(0.95);
  });

  test("at least 95 % of 400 composed lines are read whole", () => {
    const { rate, wrong } = measure(composeLines(400, 20_261_122));
    expect(rate, wrong.slice(0, 20).join("\n")).toBeGreaterThanOrEqual(0.95);
  });

  test.each(noNewsLicence)("%s is no licence over news", (line) => {
    expect(parseLicences(line).filter((l) => !["business", "other", "game"].includes(l.kind))).toEqual([]);
  });

  test("one long line of digits and slashes is read in linear time", () => {
    const took = (n: number) => {
      const text = "giấy phép số 1/2/GP- ".repeat(n);
      const startedAt = performance.now();
      parseLicences(text);
      return performance.now() - startedAt;
    };
    took(500);
    expect(took(16_000)).toBeLessThan(Math.max(40 * took(1000), 400));
  });
});
