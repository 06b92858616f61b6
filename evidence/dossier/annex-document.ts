// Promises "Phụ lục chứng cứ": every exhibit with its hash, and what is known of each capture, for reading beside the files.
import {
  anchorList,
  stepWords,
  clockWords,
  noToken,
  proposalNote,
  proposedSignals,
  redirectList,
  replayWords,
  secondLookWords,
  serverWords,
  statusWords,
  tlsWords,
  witnessWords,
} from "./capture-words.ts";
import { custodyPart } from "./annex-custody.ts";
import { type CertificateFacts, type DossierCapture, type DossierFacts, sizeWords } from "./dossier-facts.ts";
import { cut, html, type Markup, Markup as Raw, type Part } from "./html.ts";
import { blank, factTable, hashPrint, listTable } from "./page-frame.ts";
import { momentShort, momentWords } from "./vietnamese-time.ts";

export function annexBody(d: DossierFacts): Markup {
  const list = d.captures.map((c, i) => [
    String(i + 1),
    cut(c.facts.finalUrl, 300),
    momentShort(c.facts.startedAt),
    hash(c.packageSha256),
  ]);
  return html`<p class="subject">Phụ lục</p>
    <h1 style="margin-top:0">CHỨNG CỨ KÈM THEO BIÊN BẢN GHI NHẬN</h1>
    <p class="flat" style="text-align:center">
      <i>(Kèm theo Biên bản số ${blank("2cm")} ngày ${blank("2.4cm")} của ${d.office})</i>
    </p>
    <hr class="rule" />
    <h2>1. Danh mục bản chụp</h2>
    ${listTable(
      [
        ["STT", 7],
        ["Địa chỉ", 35],
        ["Thời điểm (GMT+7)", 18],
        ["SHA-256 của bản niêm phong", 40],
      ],
      list,
    )}
    <p class="flat">Vân tay SHA-256 của khóa ký:</p>
    ${hashPrint(d.keyFingerprint)} ${d.captures.map((c, i) => capturePart(c, i + 2))}
    ${custodyPart(d, d.captures.length + 2)}`;
}

const hash = (hex: string): Markup => html`<span style="font-size:9.5pt">${hex}</span>`;

function capturePart(c: DossierCapture, no: number): Markup {
  const f = c.facts;
  return html`<h2 style="break-before:page">${no}. Bản chụp ${c.facts.captureId}</h2>
    ${factTable([
      ["Tiêu đề trang", cut(f.title, 300)],
      ["Địa chỉ yêu cầu", cut(f.requestedUrl, 1000)],
      ["Địa chỉ cuối", cut(f.finalUrl, 1000)],
      ["Chuỗi chuyển hướng", redirectList(f)],
      ["Bắt đầu, kết thúc (GMT+7)", `${momentShort(f.startedAt)} - ${momentShort(f.endedAt)}`],
      ["Bắt đầu, kết thúc (UTC)", `${f.startedAt} - ${f.endedAt}`],
      ["Đồng hồ", clockWords(f)],
      ["Tình trạng", statusWords(f)],
      ["Địa chỉ IP máy chủ", serverWords(f)],
      ["Kết nối", tlsWords(f)],
      ["Đối chiếu ba nguồn ghi", witnessWords(f) ?? "Bản chụp này chưa đối chiếu ba nguồn ghi"],
      ["Chụp lại độc lập", secondLookWords(f) ?? "Không thực hiện"],
      ["Phát lại bản niêm phong", replayWords(c) ?? "Chưa thực hiện"],
      ["Người yêu cầu, lý do", cut(`${f.askedBy}; ${f.reason}`, 300)],
    ])}
    <h3>Ảnh phần đầu trang khi mở</h3>
    ${picture(c)}
    <h3>Danh mục tệp</h3>
    ${listTable(
      [
        ["STT", 7],
        ["Tệp", 36],
        ["Nội dung, kích thước", 20],
        ["SHA-256", 37],
      ],
      c.exhibits.map((e, i) => [String(i + 1), e.path, `${e.what}, ${sizeWords(e.sizeBytes)}`, hash(e.sha256)]),
    )}
    <h3>Dấu thời gian</h3>
    ${tokens(c)}
    <h3>Chứng thư của máy chủ</h3>
    ${certificates(c.certificates)}
    <h3>Tra cứu kèm theo</h3>
    ${lookups(c)}
    <h3>Dấu hiệu</h3>
    ${signals(c)}
    <h3>Các bước khi chụp</h3>
    <p>${c.facts.steps.map((s) => stepWords(s)).join("; ")}.</p>
    <h3>Nội dung không ghi được</h3>
    ${missing(c)}`;
}

function picture(c: DossierCapture): Markup {
  if (!c.picture) return html`<p>Không có ảnh.</p>`;
  const data = Buffer.from(c.picture).toString("base64");
  return html`${new Raw(`<img class="photo" src="data:image/jpeg;base64,${data}">`)}
    <p class="flat" style="text-align:center">
      <i>Ảnh thu nhỏ để in; ảnh gốc nằm trong bản niêm phong và bản làm việc.</i>
    </p>`;
}

function tokens(c: DossierCapture): Markup {
  if (c.tokens.length === 0) return html`<p><b>${noToken}.</b> Thời điểm nêu trên theo đồng hồ của máy ghi nhận.</p>`;
  return listTable(
    [
      ["Tệp", 22],
      ["Tổ chức cấp", 20],
      ["Thời điểm của dấu", 28],
      ["Số, SHA-256 của tệp", 30],
    ],
    c.tokens.map((t) => [
      t.name,
      cut(t.authority, 200),
      `${momentWords(t.genTime)}; ${t.imprintOf === "manifest" ? "trên bản kê" : `trên ${t.imprintOf}`}`,
      html`${t.serial}<br />${hash(t.sha256)}`,
    ]),
  );
}

function certificates(chain: readonly CertificateFacts[]): Markup {
  if (chain.length === 0) return html`<p>Không có (kết nối không mã hóa, hoặc không ghi được).</p>`;
  return listTable(
    [
      ["Cấp cho", 24],
      ["Bên cấp", 24],
      ["Hiệu lực (GMT+7)", 20],
      ["SHA-256", 32],
    ],
    chain.map((x) => [
      cut(x.subject, 300),
      cut(x.issuer, 300),
      `${momentShort(x.validFrom)} - ${momentShort(x.validTo)}`,
      hash(x.sha256),
    ]),
  );
}

/** Asked by the program itself around the visit: robots.txt, favicon, name servers, RDAP. */
function lookups(c: DossierCapture): Markup {
  const rows = c.facts.lookups.map((e) => [
    cut(e.url, 300),
    e.outcome === "recorded" ? `trả lời ${e.status ?? ""}` : cut(e.outcomeReason, 200),
    e.bodySha256 ? hash(e.bodySha256) : "",
  ]);
  if (rows.length === 0) return html`<p>Không có.</p>`;
  return listTable(
    [
      ["Địa chỉ", 42],
      ["Kết quả", 21],
      ["SHA-256", 37],
    ],
    rows.slice(0, 40),
  );
}

function signals(c: DossierCapture): Part {
  const proposed = proposedSignals(c);
  if (proposed.length === 0) return html`<p>Không có dấu hiệu được đề xuất.</p>`;
  const rows = proposed.flatMap(({ category, signals: list }) =>
    list.map((s) => [category, cut(s.say, 500), anchorList(s.anchors), cut(s.clearedBy, 300)]),
  );
  const cites = [...new Set(proposed.flatMap(({ signals: list }) => list.flatMap((s) => s.cites)))];
  const texts = html`<p>Văn bản liên quan, để người có thẩm quyền đối chiếu: ${cut(cites.join("; "), 600)}.</p>`;
  return html`<p>${proposalNote}</p>
    ${listTable(
      [
        ["Loại", 14],
        ["Dấu hiệu", 36],
        ["Nội dung làm căn cứ", 26],
        ["Không còn là dấu hiệu khi", 24],
      ],
      rows,
    )}${cites.length > 0 ? texts : null}`;
}

function missing(c: DossierCapture): Markup {
  const named = c.facts.notCaptured.map((n) => [cut(n.what, 300), cut(n.why, 300)]);
  const failed = c.facts.exchanges
    .filter((e) => e.outcome !== "recorded")
    .map((e) => [
      cut(`${e.method} ${e.url}`, 300),
      `${e.outcome === "blocked" ? "bị chặn theo quy tắc" : "lỗi"}: ${cut(e.outcomeReason, 200)}`,
    ]);
  const rows = [...named, ...failed];
  if (rows.length === 0) return html`<p>Không có: mọi yêu cầu của trang đã được ghi.</p>`;
  const more = rows.length > 60 ? html`<p>Còn ${rows.length - 60} mục, nêu tại exchanges.csv.</p>` : null;
  return html`${listTable(
    [
      ["Nội dung", 55],
      ["Lý do", 45],
    ],
    rows.slice(0, 60),
  )}${more}`;
}
