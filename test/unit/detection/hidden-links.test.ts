// Promises that links put into a public body's page are flagged however they are hidden, marked at themselves, and look-alikes raise nothing.
import { expect, test } from "vitest";
import { extractPage } from "#crawler/page/extract-page.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { injected, type PublicPage, untouched } from "../../fixtures/hidden-links/pages.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const judge = ({ url, asked, html }: PublicPage) => {
  const page = extractPage({ url: asked ?? url, finalUrl: url, status: 200, html });
  return { page, categories: detect(page, knowledge, { kind: "site" }).categories };
};
const sum = (signals: { rule: string; weight: number }[] = []) =>
  signals.map((s) => `${s.rule} ${s.weight}`).join(", ");

test.each(injected.map((p) => [p.name, p] as const))("what was put in is flagged: %s", (_, planted) => {
  const { categories, page } = judge(planted);
  const found = categories.hidden_gambling_links;
  expect(found?.verdict, sum(found?.signals)).toBe("flag");
  for (const signal of found!.signals.filter((s) => s.weight > 0))
    for (const anchor of signal.anchors)
      if (anchor.kind === "text" && anchor.field === "text")
        expect(page.footer && anchor.start >= page.footer.start, `${signal.rule} marks the foot`).toBeFalsy();
});

test.each(untouched.map((p) => [p.name, p] as const))("a page that only looks alike raises nothing: %s", (_, own) => {
  const raised = Object.entries(judge(own).categories).filter(([, r]) => r.verdict !== "none");
  expect(raised.map(([name, r]) => `${name} ${r.verdict}: ${sum(r.signals)}`)).toEqual([]);
});
