// Promises that neither what detect prints nor what a package's documents say lets anybody's planted numbers or e-mails be read.
import { describe, expect, test } from "vitest";
import { writeDetection } from "#admin/cli/spans.ts";
import { maskPersonalData, maskSignals } from "#core/mask.ts";
import type { Detection } from "#core/nouns/signal.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import type { DossierCapture } from "#evidence/dossier/dossier-facts.ts";
import { maskCapture } from "#evidence/dossier/mask-capture.ts";
import { offering } from "../../fixtures/neighbours/personal-data.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });

/** Planted people: a fixed series, written in several habits, so that a failure can be run again. */
const planted = Array.from({ length: 24 }, (_, n) => {
  const tail = String(1234567 + n * 76543)
    .padStart(7, "0")
    .slice(-7);
  const phones = [
    `090${tail}`,
    `090.${tail.slice(0, 3)}.${tail.slice(3)}`,
    `+8490${tail}`,
    `090 ${tail.slice(0, 3)} ${tail.slice(3)}`,
  ];
  return { phone: phones[n % 4]!, card: `00109${tail}`, email: `nguoi.so${n}@hop-thu.example` };
});
const rows = planted
  .map((p, n) => `<tr><td>Người Mẫu ${n}</td><td>${p.phone}</td><td>${p.card}</td><td>${p.email}</td></tr>`)
  .join("");

describe.each(offering.map((t) => [t.name, t] as const))(
  "a page that offers data, with planted people: %s",
  (_, told) => {
    const first = planted[0]!;
    const title = `${told.title} ${first.phone} ${first.email}`;
    const html = `<html><head><title>${title}</title></head><body><h1>${title}</h1><p>${told.text}</p><table><tr><th>Họ tên</th><th>Điện thoại</th><th>CCCD</th></tr>${rows}</table></body></html>`;
    const url = "https://cho-so.example/";
    const page = extractPage({ url, finalUrl: url, status: 200, html });
    const detection = detect(page, knowledge, { kind: "site" });
    const found = detection.categories.personal_data!;
    const hides = (words: string) => {
      for (const { phone, card, email } of planted)
        for (const secret of [phone, card, email]) expect(words).not.toContain(secret);
    };

    test("is proposed, and its rows count where it shows them", () => {
      expect(found.verdict).toBe("flag");
      if (found.signals.some((s) => s.rule === "pii.pair")) {
        const samples = found.signals.find((s) => s.rule === "pii.samples");
        // One of the texts shows rows of its own, which stand in one paragraph here.
        const own = /0900000011/.test(told.text) ? 1 : 0;
        expect(samples?.say).toContain(`${planted.length + own} dòng`);
      }
    });

    test("shows no planted number in what detect prints of it", () => {
      const line = writeDetection(1, detection, page, { url, html });
      hides(JSON.stringify(line.categories.personal_data));
    });

    test("shows none in a finding, nor in the words that go into documents", () => {
      hides(JSON.stringify({ title: maskPersonalData(title), signals: maskSignals(found.signals) }));
      const capture = { facts: { title }, detection } as unknown as DossierCapture;
      const told = maskCapture(capture);
      hides(told.facts.title + JSON.stringify(told.detection));
    });

    test("keeps every place where it was: offsets are those of the sealed original", () => {
      const places = (d: Detection["categories"]["personal_data"]) =>
        d!.signals.map((s) =>
          s.anchors.map((a) => (a.kind === "text" ? [a.field, a.start, a.end, a.raw.length] : a.kind)),
        );
      expect(places({ ...found, signals: maskSignals(found.signals) })).toEqual(places(found));
    });
  },
);

test("a capture that offers nobody's data is told as it stands", () => {
  const capture = { facts: { title: "Liên hệ 0901234567" }, detection: null } as unknown as DossierCapture;
  expect(maskCapture(capture)).toBe(capture);
});
