// Promises every kind of document on paper as appendix I of Decree 30/2020 asks, full and with nothing known, as PDF and as DOCX.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#core/config.ts";
import { DocumentKind } from "#core/nouns/document.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";
import { defaultTemplate } from "#evidence/dossier/default-templates.ts";
import { sampleFacts } from "#evidence/dossier/fact-catalogue.ts";
import type { Facts } from "#evidence/dossier/fact-tree.ts";
import { fillTemplate } from "#evidence/dossier/fill-template.ts";
import { openPrinter } from "#evidence/dossier/print-pdf.ts";
import { readTemplate } from "#evidence/dossier/read-template.ts";
import { documentDocx } from "#evidence/dossier/render-docx.ts";
import { documentHtml } from "#evidence/dossier/render-html.ts";
import { convertByLibreOffice, type PdfFacts, readPdf, wordsOf } from "../../support/office-pdf.ts";

let folder: string;
const pdfs = new Map<string, PdfFacts>();
const converted = new Map<string, PdfFacts>();
const kinds = DocumentKind.options;

/** Six exhibits and forty rows, so that tables cross pages. */
function fullFacts(png: Buffer): Facts {
  const facts = sampleFacts({ png, widthPx: 1280, heightPx: 800 });
  const many = (name: string, count: number) =>
    Array.from({ length: count }, () => (facts[name] as readonly Facts[])[0]!);
  return {
    ...facts,
    co_quan: {
      ...(facts.co_quan as Facts),
      chu_quan: "Ủy ban nhân dân tỉnh Kẽm Ngàn",
      ten: "Sở Truyền thông Kẽm Ngàn",
    },
    van_ban: {
      ...(facts.van_ban as Facts),
      so: "5",
      ngay: "2026-01-05",
      noi_dung: "Đề nghị ghi rõ: Ữ Ợ Ặ Ẫ Ỹ Đ ữ ợ ặ ẫ ỹ đ.",
    },
    chung_cu: many("chung_cu", 3),
    dong: many("dong", 40),
  };
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), "vonggac-documents-"));
  const png = await sharp({ create: { width: 1280, height: 800, channels: 3, background: "#cde" } })
    .png()
    .toBuffer();
  const printer = await openPrinter(await findBrowser(readConfig({})));
  const docx: string[] = [];
  for (const kind of kinds)
    for (const [size, facts] of [["full", fullFacts(png)] as const, ["bare", {}] as const]) {
      const name = `${kind}-${size}`;
      const { model } = fillTemplate(readTemplate(defaultTemplate(kind)), facts);
      const file = path.join(folder, `${name}.pdf`);
      writeFileSync(file, await printer.print(await documentHtml(model), "2026-11-21T00:00:00Z"));
      pdfs.set(name, await readPdf(file));
      writeFileSync(path.join(folder, `${name}.docx`), await documentDocx(model));
      docx.push(path.join(folder, `${name}.docx`));
    }
  await printer.close();
  await convertByLibreOffice(docx, path.join(folder, "office"));
  for (const name of pdfs.keys()) converted.set(name, await readPdf(path.join(folder, "office", `${name}.pdf`)));
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const all = () => [...pdfs].map(([name, pdf]) => ({ name, pdf, office: converted.get(name)! }));

test("every document is A4 with one embedded font family, tagged, and the same number of fonts in both forms", () => {
  for (const { name, pdf, office } of all()) {
    expect(pdf.families, name).toEqual(["Tinos"]);
    expect(pdf.isEmbedded, name).toBe(true);
    expect(pdf.isTagged, name).toBe(true);
    expect(pdf.size, name).toContain("A4");
    expect(office.families, name).toEqual(["Tinos"]);
    expect(office.size, name).toContain("A4");
  }
});

test("Quốc hiệu and Tiêu ngữ stand on one line each, in extractable Vietnamese", () => {
  for (const { name, pdf, office } of all())
    for (const first of [pdf.text[0]!, office.text[0]!]) {
      expect(first, name).toMatch(/CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM/);
      expect(first, name).toMatch(/Độc lập - Tự do - Hạnh phúc/);
      expect(first, name).toBe(first.normalize("NFC"));
      expect(first, name).not.toMatch(/[\uFFFD□]/);
    }
  expect(wordsOf(pdfs.get("takedown-full")!.text.join(" "))).toContain("Ữ Ợ Ặ Ẫ Ỹ Đ ữ ợ ặ ẫ ỹ đ");
});

test("page 1 carries no number, page 2 and the following do, in the middle on top", () => {
  const long = all().filter(({ pdf }) => pdf.pages > 1);
  expect(long.length).toBeGreaterThan(3);
  for (const { name, pdf, office } of long) {
    const annexed = name.startsWith("letter-reply");
    for (const form of [pdf, office]) {
      expect(form.text[0]!.trimStart(), name).not.toMatch(/^1\s*\n/);
      if (!annexed) expect(form.text[1]!.trimStart(), name).toMatch(/^2\s*\n/);
    }
  }
});

test("an annex is counted by itself: its first page bears no number, its second a 2", () => {
  for (const form of [pdfs.get("letter-reply-full")!, converted.get("letter-reply-full")!]) {
    const start = form.text.findIndex((page) => page.includes("KẾT QUẢ RÀ SOÁT TỪNG TRANG"));
    expect(start).toBe(1);
    expect(form.text[start]!.trim()).toMatch(/^Phụ lục/);
    expect(form.text[start + 1]!.trimStart()).toMatch(/^2\s*\n/);
  }
});

test("the margins are 20 to 25 mm above and below, 30 to 35 left, 15 to 20 right, in both forms", () => {
  for (const { name, pdf, office } of all())
    for (const [form, pages] of [["pdf", pdf.margins] as const, ["docx", office.margins] as const])
      for (const [i, page] of pages.entries()) {
        const say = `${name} ${form} page ${i + 1}`;
        expect(page.left, say).toBeGreaterThan(29.4);
        expect(page.right, say).toBeGreaterThan(19.3);
        expect(page.top, say).toBeGreaterThan(19);
        expect(page.bottom, say).toBeGreaterThan(19);
      }
  const widest = pdfs.get("annex-full")!.margins;
  expect(Math.min(...widest.map((page) => page.left))).toBeLessThan(31.5);
});

test("number, place and day stand as the clerk typed them; without a number there is room for one", () => {
  const [full, bare] = [pdfs.get("report-full")!.text[0]!, pdfs.get("report-bare")!.text[0]!];
  expect(full).toMatch(/Số: 05\/BC-CQ/);
  expect(full).toMatch(/Địa danh, ngày 05 tháng 01 năm 2026/);
  expect(full).toMatch(/SỞ TRUYỀN THÔNG KẼM NGÀN/);
  expect(bare).toMatch(/Số:\s{4,}\/BC-/);
  expect(bare).toMatch(/ngày\s{3,}tháng\s{3,}năm/);
  expect(pdfs.get("record-full")!.text[0]).not.toMatch(/Địa danh, ngày/);
});

test("the DOCX, opened in LibreOffice, says the same words on the same number of pages", () => {
  for (const { name, pdf, office } of all()) {
    const clean = (form: PdfFacts) => {
      const pages = form.text.map((page) => page.replace(/^\s*\d+\s*\n/, "").replace(/Trang \d+\/\d+/, ""));
      return wordsOf(pages.join(" ")).replace(/[\s.]+/g, "");
    };
    const letters = (text: string) => text.split("").toSorted().join("");
    expect(letters(clean(office)).length, name).toBe(letters(clean(pdf)).length);
    expect(letters(clean(office)) === letters(clean(pdf)), name).toBe(true);
    expect(Math.abs(office.pages - pdf.pages), `${name}: ${pdf.pages} and ${office.pages} pages`).toBeLessThanOrEqual(
      pdf.pages > 3 ? 1 : 0,
    );
  }
});

test("every document with exhibits shows their pictures, hashes, both times and what was not captured", () => {
  const text = wordsOf(pdfs.get("annex-full")!.text.join(" "));
  expect(text).toContain("20/11/2026 10:04:05");
  expect(text).toContain("2026-11-20T03:04:05Z");
  expect(text).toContain("Nội dung không ghi được và lý do");
  expect(text).toContain("Hồ sơ HS-2026-0001 · vân tay dữ kiện 5f0c3a9be1d74420");
  expect(text.replaceAll(" ", "")).toContain("5f0c3a9be1d74420a6c8f7b2390de1546bb0a7c2d9f81e3340c5a7b6e8d9f012");
  expect(readFileSync(path.join(folder, "annex-full.docx")).includes("word/media/")).toBe(true);
});
