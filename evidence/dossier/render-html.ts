// Promises a document as one HTML page to be printed: the boxes and measures of Decree 30/2020/NĐ-CP appendix I, nothing from outside.
import { inGroups } from "./dossier-facts.ts";
import {
  type Annex,
  type Block,
  type DocumentModel,
  hasBlank,
  type Line,
  type Picture,
  type Signature,
} from "./document-model.ts";
import { html, Markup, type Part } from "./html.ts";
import { cssString, loadFonts } from "./page-frame.ts";

/**
 * Margins 20/20/30/20 mm; page numbers 13 pt on top, not on page 1, each annex counted anew. Boxes: 2 agency, 1 state, 3 number, 4 place and
 * day, 5 title, 9a addressees, 6 content, 7 signature, 9b recipients.
 */
const css = (foot: string, annexes: readonly Annex[]) => `
@page{size:A4 portrait;margin:20mm 20mm 20mm 30mm;font-family:Tinos;
@top-center{content:counter(page);font:13pt Tinos;vertical-align:middle}
${foot ? `@bottom-left{content:${cssString(foot)};font:9pt Tinos}@bottom-right{content:"Trang " counter(page) "/" counter(pages);font:9pt Tinos}` : ""}}
@page:first{@top-center{content:none}}
@counter-style unsaid{system:cyclic;symbols:"";suffix:""}
@counter-style from-two{system:extends decimal;range:2 infinite;fallback:unsaid}
${annexes.map(annexPages).join("")}
@media screen{body{width:210mm;padding:20mm 20mm 20mm 30mm}}
*{box-sizing:border-box}
html{font:14pt/1.25 Tinos;color:#000;text-rendering:geometricPrecision}
body{margin:0;overflow-wrap:anywhere;font-variant-ligatures:none}
p{margin:0 0 6pt;text-align:justify;text-indent:1cm}
p.flat,p.heading,p.subheading{text-indent:0}p.heading,p.subheading{font-weight:bold;break-after:avoid;text-align:left}
p.fill{text-align:left}p.heading{margin-top:8pt}p.centred{text-align:center;text-indent:0}p.basis{font-style:italic}
table.head{width:100%;border-collapse:collapse;line-height:1.1}
.head td{padding:0;text-align:center;vertical-align:top}.head .left{width:68mm}
.caps{text-wrap:balance;text-transform:uppercase;font-size:12pt}.head b{display:block}
.state{font-weight:bold;font-size:12pt;white-space:nowrap;text-transform:uppercase}
.motto{font-weight:bold;font-size:13pt;display:inline-block;border-bottom:.75pt solid #000;padding-bottom:1pt;white-space:nowrap}
.bar{border-top:.75pt solid #000;width:40%;margin:2pt auto 0}
.head .second td{padding-top:6pt;font-size:13pt}.head .date{font-style:italic;white-space:nowrap}
.about{font-size:12pt;margin:6pt auto 0;padding:0 2mm}
h1{font-size:14pt;text-align:center;margin:16pt 0 0;text-transform:uppercase}
.subject{font-weight:bold;text-align:center;text-indent:0;margin:0 0 2pt;text-wrap:balance}.short{width:30%;margin:0 auto 10pt}
.to{margin:14pt 0 10pt}.to p{text-indent:0;text-align:left;margin:0 0 2pt 3cm}.to p.one{text-align:center;margin-left:0}
table.grid{width:100%;border-collapse:collapse;table-layout:fixed;margin:2pt 0 8pt;font-size:12pt;line-height:1.2}
.grid th,.grid td{border:.5pt solid #000;padding:2pt 4pt;vertical-align:top;text-align:left}
.grid th{text-align:center}.grid thead{display:table-header-group}.grid tr{break-inside:avoid}.grid .label{width:34%}
.print{border:.75pt solid #000;padding:4pt;text-align:center;font-size:13pt;letter-spacing:.6pt;margin:2pt 0 8pt;break-inside:avoid}
figure{margin:4pt 0 8pt;break-inside:avoid;text-align:center}
figure img{max-width:100%;max-height:150mm;border:.5pt solid #000}figcaption{font-style:italic;font-size:12pt}
.end{break-inside:avoid;margin-top:10pt}table.sign{width:100%;border-collapse:collapse}
.sign td{width:50%;text-align:center;vertical-align:top;padding:0}.sign b{display:block}.sign .posts{text-transform:uppercase}
.sign .room{height:62pt}.sign .recipients{text-align:left;line-height:1.15;padding-right:4mm}
.recipients b{font-size:12pt;font-style:italic}.recipients div{font-size:11pt}
.annex{break-before:page}.annex h2{font-size:14pt;text-align:center;margin:0}
.annex h3{font-size:14pt;text-align:center;margin:0 0 8pt;text-transform:uppercase}
`;

/** A counter of its own for each annex: Chromium counts those of the page's context, but does not reset `page`. */
function annexPages({ landscape }: Annex, i: number): string {
  const size = landscape ? "size:A4 landscape;" : "";
  return `@page annex${i}{${size}counter-increment:annex${i};@top-center{content:counter(annex${i},from-two)}}.annex${i}{page:annex${i}}\n`;
}

const runs = (line: Line): Part =>
  line.map((run) => {
    const text = html`${run.text}`;
    const strong = run.bold ? html`<b>${text}</b>` : text;
    return run.italic ? html`<i>${strong}</i>` : strong;
  });

const image = ({ png }: Picture) =>
  new Markup(`<img alt="" src="data:image/png;base64,${Buffer.from(png).toString("base64")}">`);

function block(b: Block): Markup {
  switch (b.kind) {
    case "paragraph":
      return html`<p class="${b.look}${hasBlank(b.line) ? " fill" : ""}">
        ${b.look === "item" ? "- " : null}${runs(b.line)}
      </p>`;
    case "facts":
      return grid(
        null,
        b.rows.map(
          ({ label, value }) =>
            html`<td class="label">${label}</td>
              <td>${runs(value)}</td>`,
        ),
      );
    case "table":
      return grid(
        b.columns.map(({ head, percent }) => html`<th style="width:${percent}%">${head}</th>`),
        b.rows.map((row) => html`${row.map((cell) => html`<td>${runs(cell)}</td>`)}`),
      );
    case "picture":
      return html`<figure>
        ${image(b.picture)}
        <figcaption>${runs(b.caption)}</figcaption>
      </figure>`;
    case "hash":
      return html`<div class="print">${hashLines(b.hex).map((line) => html`<div>${line}</div>`)}</div>`;
    case "break":
      return html`<div style="break-after:page"></div>`;
  }
}

/** A hash to be compared by eye: groups of four, eight to a line; an unknown one leaves its room. */
export function hashLines(hex: string): string[] {
  return hex ? (hex.match(/.{1,32}/g) ?? []).map(inGroups) : [".".repeat(60)];
}

function grid(head: readonly Markup[] | null, rows: readonly Markup[]): Markup {
  return html`<table class="grid">
    ${head
      ? html`<thead>
          <tr>
            ${head}
          </tr>
        </thead>`
      : null}
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function headOf(d: DocumentModel): Markup {
  const second = html`<tr class="second">
    <td class="left">
      ${d.number ? html`<div>${runs(d.number)}</div>` : null}${d.about
        ? html`<div class="about">${d.about}</div>`
        : null}
    </td>
    <td>${d.placeAndDate ? html`<div class="date">${runs(d.placeAndDate)}</div>` : null}</td>
  </tr>`;
  const agency = html`${d.parentAgency ? html`<div class="caps">${d.parentAgency}</div>` : null}<b class="caps"
      >${d.agency || ".".repeat(24)}</b
    >
    <div class="bar"></div>`;
  return html`<table class="head">
    <tr>
      <td class="left">${agency}</td>
      <td>
        <div class="state">Cộng hòa xã hội chủ nghĩa Việt Nam</div>
        <div class="motto">Độc lập - Tự do - Hạnh phúc</div>
      </td>
    </tr>
    ${second}
  </table>`;
}

function titleOf(d: DocumentModel): Markup | null {
  if (!d.title) return null;
  return html`<h1>${d.title}</h1>
    ${d.subject ? html`<p class="subject">${d.subject}</p>` : null}
    <div class="bar short"></div>`;
}

/** One addressee stands on the line of "Kính gửi"; more stand below each other. */
function addresseesOf(lines: readonly Line[]): Markup | null {
  if (lines.length === 0) return null;
  if (lines.length === 1) return html`<div class="to"><p class="one">Kính gửi: ${runs(lines[0]!)}</p></div>`;
  return html`<div class="to">
    <p>Kính gửi:</p>
    ${lines.map((line) => html`<p>- ${runs(line)}</p>`)}
  </div>`;
}

/** Each basis on a line of its own, closed by ";", the last by ".". */
function basesOf(lines: readonly Line[]): Markup[] {
  return lines.map((line, i) => html`<p class="basis">${runs(line)}${i === lines.length - 1 ? "." : ";"}</p>`);
}

function signatureOf(s: Signature | undefined): Markup {
  if (!s) return html``;
  return html`<div class="posts">${s.lines.map((line) => html`<b>${line}</b>`)}</div>
    ${s.note ? html`<i>${s.note}</i>` : null}
    <div class="room"></div>
    <b>${s.name}</b>`;
}

const recipientsOf = (lines: readonly Line[]) =>
  lines.length === 0
    ? html``
    : html`<b>Nơi nhận:</b>${lines.map(
          (line, i) => html`<div>- ${runs(line)}${i === lines.length - 1 ? "." : ";"}</div>`,
        )}`;

/** One signature stands at the right beside the recipients; two take the line, the recipients stand below (form 1.9). */
function endOf(d: DocumentModel): Markup {
  const [first, second] = d.signatures;
  if (!second)
    return html`<div class="end">
      <table class="sign">
        <tr>
          <td class="recipients">${recipientsOf(d.recipients)}</td>
          <td>${signatureOf(first)}</td>
        </tr>
      </table>
    </div>`;
  return html`<div class="end">
    <table class="sign">
      <tr>
        <td>${signatureOf(first)}</td>
        <td>${signatureOf(second)}</td>
      </tr>
      <tr>
        <td class="recipients">${recipientsOf(d.recipients)}</td>
        <td></td>
      </tr>
    </table>
  </div>`;
}

function annexOf(a: Annex, i: number): Markup {
  return html`<section class="annex annex${i}">
    <h2>${a.title}</h2>
    ${a.subject ? html`<h3>${a.subject}</h3>` : null}${a.blocks.map(block)}
  </section>`;
}

/** The whole page; its fonts travel inside it, and its own policy lets nothing else in. */
export async function documentHtml(d: DocumentModel): Promise<string> {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:";
  const style = new Markup(`<style>${await loadFonts()}${css(d.foot, d.annexes)}</style>`);
  const named = d.subject || d.about;
  const title = [d.title, named].filter(Boolean).join(" ");
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        ${headOf(d)}${titleOf(d)}${addresseesOf(d.addressees)}${basesOf(d.bases)}${d.blocks.map(block)}${endOf(
          d,
        )}${d.annexes.map(annexOf)}
      </body>
    </html>`.text;
}
