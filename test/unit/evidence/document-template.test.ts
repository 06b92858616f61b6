// Promises the template language: a broken one names its line, a filled value is never markup, blanks and numbers stand as appendix I says.
import { expect, test } from "vitest";
import { DocumentKind } from "#core/nouns/document.ts";
import { checkTemplate } from "#evidence/dossier/check-template.ts";
import { findVerdict } from "#evidence/dossier/check-words.ts";
import { defaultTemplate } from "#evidence/dossier/default-templates.ts";
import { sampleFacts } from "#evidence/dossier/fact-catalogue.ts";
import { fillTemplate, numberLine } from "#evidence/dossier/fill-template.ts";
import { readTemplate } from "#evidence/dossier/read-template.ts";
import { documentHtml } from "#evidence/dossier/render-html.ts";
import { dateShort, dateWords } from "#evidence/dossier/vietnamese-time.ts";

const head = "TÊN LOẠI: BIÊN BẢN\nKÝ HIỆU: BB-{{co_quan.ky_hieu}}\n---\n";

function accept(text: string) {
  const template = readTemplate(text);
  checkTemplate(template);
  return template;
}

test("days under 10 and the months 1 and 2 carry a zero, other months none", () => {
  expect(dateWords("2026-01-05")).toBe("ngày 05 tháng 01 năm 2026");
  expect(dateWords("2026-02-28")).toBe("ngày 28 tháng 02 năm 2026");
  expect(dateWords("2026-03-09")).toBe("ngày 09 tháng 3 năm 2026");
  expect(dateWords("2026-12-31T17:30:00Z")).toBe("ngày 01 tháng 01 năm 2027");
  expect(dateShort("2026-03-09")).toBe("09/03/2026");
  expect(dateWords("chưa rõ")).toBe("chưa rõ");
});

test("the number is left to the clerk, gets its zero under 10, and stands as typed when it is whole", () => {
  const text = (number: string, symbol: string) => numberLine(number, symbol)[0]!.text;
  expect(text("", "BB-SXY")).toMatch(/^Số:\s{5,}\/BB-SXY$/);
  expect(text("5", "BC-SXY")).toBe("Số: 05/BC-SXY");
  expect(text("12", "BC-SXY")).toBe("Số: 12/BC-SXY");
  expect(text("7/BC-KHAC", "BC-SXY")).toBe("Số: 7/BC-KHAC");
  expect(text("3", "BB-")).toBe("Số: 03/BB-.......");
});

test("every shipped template is accepted and names no agency, article or amount", () => {
  for (const kind of DocumentKind.options) {
    const text = defaultTemplate(kind);
    accept(text);
    expect(text, kind).toBe(text.normalize("NFC"));
    expect(text.replaceAll("dấu hiệu vi phạm", ""), kind).not.toMatch(/vi phạm/i);
    expect(text, kind).not.toMatch(/\d{2,}\/\d{4}|Điều \d|[Nn]ghị định|\d đồng|Sở |Công an|UBND/);
  }
});

const broken: [string, number, string][] = [
  [`${head}Xin chào {{khong.co}}`, 4, "khong.co"],
  [`${head}{{#chung_cu}}\n{{dia_chi}}`, 4, "chưa đóng"],
  [`${head}{{#chung_cu}}\n{{/ho_so}}`, 5, "không khớp"],
  [`${head}{{dia_chi}}`, 4, "dia_chi"],
  [`${head}{{ho_so.so|eval}}`, 4, "eval"],
  [`${head}{{constructor.constructor}}`, 4, "constructor"],
  [`${head}{{__proto__.polluted}}`, 4, "__proto__"],
  [`${head}{{#constructor}}\nx\n{{/constructor}}`, 4, "constructor"],
  [`${head}!bảng chung_cu | STT:50 = {{stt}}`, 4, "50 %"],
  [`${head}!lệnh`, 4, "!lệnh"],
  [`${head}**đậm`, 4, "dấu *"],
  [`${head}{{ho_so.so`, 4, "ngoặc"],
  ["MỤC LẠ: x\n---\n", 1, "MỤC LẠ"],
  ["TÊN LOẠI: BIÊN BẢN", 1, "---"],
];

test("a broken template names its line and what to do", () => {
  for (const [text, line, what] of broken) {
    let said: unknown;
    try {
      accept(text);
    } catch (error) {
      said = error;
    }
    expect(said, text).toMatchObject({ code: "input.invalid", facts: { line } });
    expect((said as Error).message, text).toContain(what);
    expect((said as { cure?: string }).cure, text).toBeTruthy();
  }
});

const hostile = [
  "<script>alert(1)</script><img src=x onerror=alert(1)>",
  "{{co_quan.ten}} {{#chung_cu}} !trang # I. | a | b",
  '=HYPERLINK("http://evil.example")',
  "an\u202Egnp.exe\u2066 \u0000\u0007",
  "ặ".repeat(10_000),
  "</style><style>body{display:none}</style>",
  "**đậm** *nghiêng* - mục",
];

test("no value in any field becomes markup, a command or a hidden sign", async () => {
  for (const value of hostile) {
    const poison = (facts: unknown): unknown =>
      Array.isArray(facts)
        ? facts.map(poison)
        : typeof facts === "object" && facts !== null
          ? Object.fromEntries(Object.entries(facts).map(([key, inner]) => [key, poison(inner)]))
          : value;
    const facts = poison(sampleFacts(null)) as never;
    for (const kind of ["annex", "letter-reply"] as const) {
      const { model } = fillTemplate(accept(defaultTemplate(kind)), facts);
      const page = await documentHtml(model);
      const body = page.slice(page.indexOf("<body>"));
      expect(body, kind).not.toMatch(/<script|<img src=x|<style|\p{Cf}/u);
      expect(page.match(/<style>/g), kind).toHaveLength(1);
      expect(page.match(/<\/style>/g), kind).toHaveLength(1);
      expect(body, kind).not.toContain("<b>đậm</b>");
    }
  }
});

test("a value that is missing stands as a blank and is named", () => {
  const filled = fillTemplate(accept(`${head}Địa điểm: {{van_ban.dia_diem}}.`), {});
  expect(filled.missing).toEqual(["co_quan.ky_hieu", "van_ban.dia_diem"]);
  expect(JSON.stringify(filled.model.blocks)).toContain(".....");
});

test("text of several lines typed into one field is several paragraphs", () => {
  const { model } = fillTemplate(accept(`${head}{{van_ban.noi_dung}}`), { van_ban: { noi_dung: "Một.\n\nHai.\nBa." } });
  expect(model.blocks).toHaveLength(3);
});

test("a verdict is found, signs of one and names of laws are not", () => {
  expect(findVerdict(["Trang có dấu hiệu vi phạm.", "Luật Xử lý vi phạm hành chính"])).toBeNull();
  expect(findVerdict(["ổn", "Ông A đã vi phạm quy định."])).toBe("Ông A đã vi phạm quy định.");
  expect(findVerdict(["VI PHẠM".normalize("NFD")])).not.toBeNull();
});
