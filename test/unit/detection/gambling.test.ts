import { expect, test } from "vitest";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { inviting, telling, undecided } from "../../fixtures/gambling/texts.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const judge = ({ title, text }: { title: string; text: string }) =>
  detect(pageFromText({ url: "https://trang.example/bai", title, text }), knowledge, { kind: "site" });

test.each(inviting.map((t) => [t.name, t] as const))(
  "a page that invites to gambling is flagged by its text alone: %s",
  (_, told) => {
    const { gambling } = judge(told).categories;
    expect(gambling?.signals.map((s) => `${s.rule} ${s.weight}`)).toBeDefined();
    expect(gambling?.verdict, gambling?.signals.map((s) => `${s.rule} ${s.weight}`).join(", ")).toBe("flag");
  },
);

test.each(telling.map((t) => [t.name, t] as const))(
  "a page that only tells of gambling is flagged for nothing: %s",
  (_, told) => {
    const { categories } = judge(told);
    for (const [category, result] of Object.entries(categories))
      expect(result.verdict, `${category}: ${result.signals.map((s) => `${s.rule} ${s.weight}`).join(", ")}`).toBe(
        "none",
      );
  },
);

test.each(undecided.map((t) => [t.name, t] as const))(
  "a page that neither invites nor reports is at most for review: %s",
  (_, told) => {
    for (const result of Object.values(judge(told).categories)) expect(result.verdict).not.toBe("flag");
  },
);
