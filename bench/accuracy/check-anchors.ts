// Promises the property that every anchor is well formed and cut exactly from the input, and that sentences quote only what stands there.
import { writeDetection } from "#admin/cli/spans.ts";
import type { Page } from "#core/nouns/page.ts";
import type { Anchor, Detection, Signal } from "#core/nouns/signal.ts";

export interface AnchorReport {
  signals: number;
  anchors: Record<Anchor["kind"], number>;
  /** Text spans as `detect` prints them. */
  spans: number;
  /** Quotations (“…”) in sentences that were compared. */
  quotes: number;
  /** Each break of the property, in words. */
  broken: string[];
}

export const emptyReport = (): AnchorReport => ({
  signals: 0,
  anchors: { text: 0, region: 0, absence: 0, register: 0, difference: 0 },
  spans: 0,
  quotes: 0,
  broken: [],
});

/** Adds one page's signals to the report. Quotation marks “…” are kept for what stands in the input (house rule of the packs). */
export function checkAnchors(report: AnchorReport, name: string, page: Page, detection: Detection): void {
  for (const signal of [...Object.values(detection.categories).flatMap((c) => c.signals), ...detection.shadow]) {
    report.signals += 1;
    if (signal.anchors.length === 0) report.broken.push(`${name}: ${signal.rule} has no anchor`);
    for (const anchor of signal.anchors) {
      report.anchors[anchor.kind] += 1;
      const fault = faultOf(anchor, page);
      if (fault) report.broken.push(`${name}: ${signal.rule}: ${fault}`);
    }
    checkQuotes(report, name, signal);
  }
}

/** The same property over what `detect` prints: offsets into the input as it was given. */
export function checkSpans(report: AnchorReport, name: string, page: Page, detection: Detection): void {
  const input =
    page.html === ""
      ? { url: page.url, title: page.title?.text ?? "", text: page.text }
      : { url: page.url, html: page.html };
  const printed = writeDetection(name, detection, page, input).categories as Record<string, PrintedResult>;
  for (const signal of Object.values(printed).flatMap((result) => result.signals)) {
    if (signal.spans.length === 0) report.broken.push(`${name}: ${signal.rule} is printed without a span`);
    for (const span of signal.spans) {
      if (span.kind !== "text") continue;
      report.spans += 1;
      const given = (input as Record<string, string | undefined>)[span.field] ?? "";
      if (span.raw === "" || given.slice(span.start, span.end) !== span.raw)
        report.broken.push(`${name}: ${signal.rule}: printed ${span.field} span differs: ${span.raw.slice(0, 60)}`);
    }
  }
}

interface PrintedResult {
  signals: { rule: string; spans: Anchor[] }[];
}

function faultOf(anchor: Anchor, page: Page): string | null {
  if (anchor.kind === "text") {
    const input = { html: page.html, text: page.text, title: page.title?.text ?? "", url: page.finalUrl }[anchor.field];
    if (anchor.raw === "") return `empty ${anchor.field} anchor`;
    return input.slice(anchor.start, anchor.end) === anchor.raw
      ? null
      : `${anchor.field} anchor differs: ${anchor.raw.slice(0, 60)}`;
  }
  if (anchor.kind === "region") return anchor.width > 0 && anchor.height > 0 ? null : `region without a size`;
  if (anchor.kind === "absence") return anchor.searched.length > 0 ? null : `absence that names no field`;
  if (anchor.kind === "register") return anchor.register && anchor.row ? null : `register without a row`;
  return anchor.what && anchor.between.every(Boolean) ? null : `difference without its two sides`;
}

const quote = /“([^”]+)”/gu;
const plain = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").toLowerCase();

function checkQuotes(report: AnchorReport, name: string, signal: Signal): void {
  const cut = signal.anchors.map((a) =>
    plain(
      a.kind === "text"
        ? a.raw
        : a.kind === "region"
          ? (a.read ?? "")
          : a.kind === "register"
            ? a.row
            : a.kind === "difference"
              ? a.what
              : "",
    ),
  );
  for (const [, quoted] of signal.say.matchAll(quote)) {
    report.quotes += 1;
    if (!cut.some((raw) => raw.includes(plain(quoted!))))
      report.broken.push(`${name}: ${signal.rule} quotes “${quoted}”, which no anchor shows`);
  }
}
