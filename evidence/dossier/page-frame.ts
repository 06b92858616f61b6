// Promises the page of an administrative document: Decree 30/2020/NĐ-CP appendix I (A4, margins, Times metrics, page numbers).
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { html, Markup, type Part } from "./html.ts";

const faces = [
  ["400Regular", "Tinos_400Regular", 400, "normal"],
  ["400Regular_Italic", "Tinos_400Regular_Italic", 400, "italic"],
  ["700Bold", "Tinos_700Bold", 700, "normal"],
  ["700Bold_Italic", "Tinos_700Bold_Italic", 700, "italic"],
] as const;

let fontRules: Promise<string> | null = null;

/** Tinos has the metrics of Times New Roman and every Vietnamese letter; it travels inside the page, which has no network. */
export function loadFonts(): Promise<string> {
  fontRules ??= Promise.all(
    faces.map(async ([folder, file, weight, style]) => {
      const at = fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${folder}/${file}.ttf`));
      const data = (await readFile(at)).toString("base64");
      return `@font-face{font-family:Tinos;font-weight:${weight};font-style:${style};src:url(data:font/ttf;base64,${data}) format("truetype")}`;
    }),
  ).then((rules) => rules.join(""));
  return fontRules;
}

/** The page number stands on top, centred, and not on page 1; the foot says which package a loose sheet belongs to. */
const css = (foot: string) => `
@page{size:A4 portrait;margin:20mm 20mm 20mm 30mm;font-family:Tinos;
@top-center{content:counter(page);font:13pt Tinos;vertical-align:middle}
@bottom-left{content:${cssString(foot)};font:9pt Tinos;color:#333}
@bottom-right{content:"Trang " counter(page) "/" counter(pages);font:9pt Tinos;color:#333}}
@page:first{@top-center{content:none}}
*{box-sizing:border-box}
html{font:13pt/1.25 Tinos,"Times New Roman",serif;color:#000;text-rendering:geometricPrecision}
body{margin:0;overflow-wrap:anywhere}
p{margin:0 0 6pt;text-align:justify;text-indent:1cm}
p.flat,td p,li p{text-indent:0}p.fill{text-align:left}
h1{font-size:14pt;text-align:center;margin:18pt 0 0}h1+.subject{margin-bottom:2pt}
.subject{font-weight:bold;font-size:14pt;text-align:center;text-indent:0}
.rule{border:0;border-top:.75pt solid #000;width:22%;margin:2pt auto 12pt}
h2{font-size:13pt;margin:10pt 0 4pt;break-after:avoid}h3{font-size:13pt;font-style:italic;margin:8pt 0 3pt;break-after:avoid}
table.head{width:100%;border-collapse:collapse;margin:0}
table.head td{vertical-align:top;text-align:center;padding:0;line-height:1.15}
.head td:first-child{padding-right:5mm}.head .office{font-weight:bold;text-transform:uppercase;font-size:12pt}.head .state{font-weight:bold;font-size:12pt;white-space:nowrap}
.head .motto{font-weight:bold;font-size:13pt;display:inline-block;border-bottom:.75pt solid #000;padding-bottom:1pt}
.head .bar{border-top:.75pt solid #000;width:35%;margin:2pt auto 6pt}.head .number{font-size:13pt}
table.grid{width:100%;border-collapse:collapse;margin:2pt 0 8pt;font-size:11pt;line-height:1.2}
.grid th,.grid td{border:.5pt solid #000;padding:2pt 4pt;vertical-align:top;text-align:left;overflow-wrap:anywhere}
.grid{table-layout:fixed}.grid th{text-align:center;overflow-wrap:normal}.grid thead{display:table-header-group}.grid tr{break-inside:avoid}
.grid .label{width:34%}.grid .no{width:9mm;text-align:center}.grid .hash{font-size:9.5pt;line-height:1.15}
.print{border:1pt solid #000;padding:5pt;text-align:center;font-size:14pt;letter-spacing:.8pt;word-spacing:4pt;margin:4pt 0 8pt;break-inside:avoid}
.dots{border-bottom:.75pt dotted #000;display:inline-block;min-width:4cm}
.long{display:block;border-bottom:.75pt dotted #000;height:16pt}
.sign{width:100%;margin-top:14pt;break-inside:avoid;border-collapse:collapse}
.sign td{width:50%;text-align:center;vertical-align:top;padding-bottom:64pt}.sign b{display:block;text-transform:uppercase}
.to{break-inside:avoid;margin-top:8pt}.to b{font-size:12pt;font-style:italic}.to div{font-size:11pt}
.photo{display:block;max-width:100%;max-height:150mm;border:.5pt solid #000;margin:4pt auto}
ul,ol{margin:0 0 6pt;padding-left:1.1cm}li{margin-bottom:3pt;text-align:justify}
pre{font:10.5pt/1.3 Tinos;white-space:pre-wrap;border:.5pt solid #000;padding:5pt;margin:2pt 0 8pt}
`;

/** A whole document. `foot` stands small at the bottom of every page. */
export async function documentPage(title: string, foot: string, body: Part): Promise<string> {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";
  const style = new Markup(`<style>${await loadFonts()}${css(foot)}</style>`);
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        ${body}
      </body>
    </html>`.text;
}

/** Boxes 1 to 3 and 5a of appendix I: office, state, number left to the clerk, title. `symbol` is like "BB". */
export function documentHead(office: string, symbol: string | null, title: string, subject: string): Markup {
  const number =
    symbol === null
      ? null
      : html`<div class="number">
          Số: <span class="dots" style="min-width:1.6cm"></span>/${symbol}-<span
            class="dots"
            style="min-width:1.8cm"
          ></span>
        </div>`;
  return html`<table class="head">
      <tr>
        <td style="width:42%">
          <div class="office">${office}</div>
          <div class="bar"></div>
          ${number}
        </td>
        <td>
          <div class="state">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</div>
          <div class="motto">Độc lập - Tự do - Hạnh phúc</div>
        </td>
      </tr>
    </table>
    <h1>${title}</h1>
    <p class="subject">${subject}</p>
    <hr class="rule" />`;
}

/** Two columns of a name and a value; rows without value are left out. */
export function factTable(rows: readonly (readonly [string, Part])[]): Markup {
  const shown = rows.filter(([, value]) => value !== null && value !== "");
  return html`<table class="grid">
    <tbody>
      ${shown.map(
        ([name, value]) =>
          html`<tr>
            <td class="label">${name}</td>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** `columns` are heads with their widths in percent of the line. */
export function listTable(columns: readonly (readonly [string, number])[], rows: readonly (readonly Part[])[]): Markup {
  const head = columns.map(([name, percent]) => html`<th style="width:${percent}%">${name}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr>
        ${row.map((cell) => html`<td>${cell}</td>`)}
      </tr>`,
  );
  return html`<table class="grid">
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}

/** A hash to be compared by eye: groups of four, eight to a line. */
export function hashPrint(hex: string): Markup {
  const lines = hex.match(/.{1,32}/g) ?? [];
  return html`<div class="print">${lines.map((line) => html`<div>${line.replace(/(.{4})(?=.)/g, "$1 ")}</div>`)}</div>`;
}

/** Box 7: places for names and signatures, left and right. */
export function signatures(left: string, right: string): Markup {
  const place = (who: string) => html`<td><b>${who}</b><i>(Ký, ghi rõ họ tên)</i></td>`;
  return html`<table class="sign">
    <tr>
      ${place(left)}${place(right)}
    </tr>
  </table>`;
}

/** Box 9b. */
export function recipients(lines: readonly string[]): Markup {
  return html`<div class="to"><b>Nơi nhận:</b>${lines.map((line) => html`<div>- ${line}</div>`)}</div>`;
}

/** A line to be filled in by hand. */
export const blank = (width = "6cm") => html`<span class="dots" style="min-width:${width}"></span>`;

export function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} .,:;·()/+…-]/gu, "")}"`;
}
