// Promises anchors that point into the input exactly as it was given (cli.md, "spans").
import type { Page } from "#core/nouns/page.ts";
import type { Anchor, Detection, Signal } from "#core/nouns/signal.ts";
import { hidesPersonalData, maskSignals } from "#core/mask.ts";
import { type Category, categories } from "#core/nouns/category.ts";
import { htmlSpan } from "#crawler/page/locate.ts";

export interface DetectInput {
  url: string;
  html?: string | undefined;
  title?: string | undefined;
  text?: string | undefined;
}

/** One anchor over the input; null where the place has no counterpart there. */
function intoInput(anchor: Anchor, page: Page, input: DetectInput): Anchor | null {
  if (anchor.kind !== "text" || anchor.field === "url" || anchor.field === "html" || input.html === undefined)
    return anchor;
  const span =
    anchor.field === "text"
      ? htmlSpan(page, anchor.start, anchor.end)
      : page.title && { start: page.title.htmlStart, end: page.title.htmlEnd };
  return (
    span && {
      kind: "text",
      field: "html",
      start: span.start,
      end: span.end,
      raw: input.html.slice(span.start, span.end),
    }
  );
}

function spansOf(signal: Signal, page: Page, input: DetectInput): Anchor[] {
  return signal.anchors.map((a) => intoInput(a, page, input)).filter((a) => a !== null);
}

/** Every category of the closed list, those without a signal as `none`. */
export function writeDetection(id: unknown, detection: Detection, page: Page, input: DetectInput) {
  const result = {} as Record<Category, unknown>;
  for (const category of categories) {
    const found = detection.categories[category];
    const placed = (found?.signals ?? []).map((s) => ({ ...s, anchors: spansOf(s, page, input) }));
    const shown = hidesPersonalData(category) ? maskSignals(placed) : placed;
    const signals = shown.map(({ rule, say, weight, clearedBy, anchors }) => ({
      rule,
      say,
      weight,
      clearedBy,
      spans: anchors,
    }));
    const more = { ...(found ? { chance: found.chance } : {}), ...(found?.tellsOf ? { tellsOf: true } : {}) };
    result[category] = { verdict: found?.verdict ?? "none", score: found?.score ?? 0, ...more, signals };
  }
  return { id, categories: result, skipped: detection.skipped };
}
