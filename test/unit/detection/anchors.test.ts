import { expect, test } from "vitest";
import { Detection } from "#core/nouns/signal.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { allPages, newsFront } from "./sample-pages.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const tricky = {
  ...allPages,
  aggregator: newsFront("https://tinxom24h.example/", "Tin Xóm 24h", "© 2026 Tin Xóm. Liên hệ: tinxom@gmail.com"),
  emoji: pageFromText({
    url: "https://a.example/😀?q=nhà",
    title: "🎰 Nhà cái 🎲 tài xỉu",
    text: "🎰🎲 n.h.à c.á.i 𝐜𝐚́ 𝐜𝐮̛𝐨̛̣𝐜 cá cược, xóc đĩa; tài xỉu\u0000 đặt cược ngay nạp rút".normalize("NFD"),
  }),
};

test.each(Object.entries(tricky))("every anchor of %s says exactly what stands there", (_, page) => {
  const detection = Detection.parse(detect(page, knowledge, { kind: "site" }));
  const fields = { text: page.text, html: page.html, url: page.finalUrl, title: page.title?.text ?? "" };
  for (const signal of Object.values(detection.categories).flatMap((c) => c.signals)) {
    expect(signal.anchors.length).toBeGreaterThan(0);
    for (const anchor of signal.anchors) {
      if (anchor.kind !== "text") continue;
      expect(anchor.raw.length).toBeGreaterThan(0);
      expect(fields[anchor.field].slice(anchor.start, anchor.end)).toBe(anchor.raw);
    }
  }
});

test.each(Object.entries(tricky))("the score of %s is the sum of the weights shown", (_, page) => {
  for (const result of Object.values(detect(page, knowledge, { kind: "site" }).categories)) {
    expect(result.score).toBeCloseTo(
      result.signals.reduce((sum, s) => sum + s.weight, 0),
      6,
    );
  }
});
