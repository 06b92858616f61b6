// Promises "Biên bản ghi nhận": what was seen on the network, when, with what and by whom, ready to be signed by hand.
//
// The frame is that of form 1.9 of Decree 30/2020/NĐ-CP with the roles of an observation; it is no record of an
// administrative violation and says so nowhere. Numbers, names and posts are left to be filled in.
import {
  answerWords,
  clockWords,
  proposalNote,
  proposedSignals,
  redirectList,
  serverWords,
  statusWords,
  tlsWords,
  tokenWords,
} from "./capture-words.ts";
import { type DossierCapture, type DossierFacts, sizeWords } from "./dossier-facts.ts";
import { cut, html, type Markup } from "./html.ts";
import { blank, documentHead, factTable, hashPrint, recipients, signatures } from "./page-frame.ts";
import { momentWords } from "./vietnamese-time.ts";

export function recordBody(d: DossierFacts): Markup {
  const starts = d.captures.map((c) => c.facts.startedAt).sort();
  const ends = d.captures.map((c) => c.facts.endedAt).sort();
  return html`${documentHead(d.office, "BB", "BIÊN BẢN", "Ghi nhận nội dung trên môi trường mạng")}
    <p class="fill">Thời gian bắt đầu ghi nhận: ${momentWords(starts[0]!)}.</p>
    <p class="fill">Thời gian kết thúc ghi nhận: ${momentWords(ends.at(-1)!)}.</p>
    <p>Địa điểm: ${blank("11cm")}</p>
    <h2>I. THÀNH PHẦN</h2>
    <p class="fill">1. Người ghi nhận: ${blank("5.4cm")} Chức vụ: ${blank("3.4cm")}</p>
    <p class="fill">Đơn vị: ${d.office}. Văn bản giao nhiệm vụ số: ${blank("2.2cm")} ngày ${blank("2.6cm")}</p>
    <p class="fill">2. Người chứng kiến (nếu có): ${blank("5cm")} Chức vụ, đơn vị: ${blank("4cm")}</p>
    <h2>II. PHƯƠNG TIỆN VÀ CÁCH THỨC</h2>
    ${means(d, d.captures[0]!)}
    <h2>III. NỘI DUNG GHI NHẬN</h2>
    <p>Mục đích: ${cut(d.purpose, 600)}.</p>
    <p>
      Phạm vi: ${d.captures.length} địa chỉ nêu dưới đây, mỗi địa chỉ tại một thời điểm; không phải toàn bộ trang thông
      tin điện tử.
    </p>
    <p>${proposalNote}</p>
    ${d.captures.map((c, i) => content(c, i + 1))}
    <h2>IV. NIÊM PHONG</h2>
    <p>
      Ngay sau khi ghi nhận, chương trình đóng gói toàn bộ dữ liệu, tính mã băm SHA-256 và ký số từng bản chụp. Vân tay
      SHA-256 của khóa ký:
    </p>
    ${hashPrint(d.keyFingerprint)}
    <p>
      Các bản chụp nằm trong gói mã ${d.packageId}. Chi tiết từng tệp, mã băm, ảnh chụp, chứng thư và nhật ký lưu giữ
      nêu tại Phụ lục chứng cứ kèm theo.
    </p>
    <p>
      Biên bản kết thúc vào ${blank("1.2cm")} giờ ${blank("1.2cm")} phút, ngày ${blank("1.2cm")} tháng ${blank("1.2cm")}
      năm ${blank("1.6cm")}, được lập thành ${blank("1.6cm")} bản, đã đọc lại cho những người có tên trên cùng nghe,
      công nhận là đúng và ký tên./.
    </p>
    ${signatures("Người chứng kiến", "Người ghi nhận")}
    ${recipients([".....................................;", "Lưu: VT, Hồ sơ."])}`;
}

function means(d: DossierFacts, first: DossierCapture): Markup {
  const f = first.facts;
  const screen = `${f.viewport.width} × ${f.viewport.height} điểm ảnh${f.viewport.mobile ? ", giả lập điện thoại" : ""}`;
  return html`<p>
      Dữ liệu được thu thập trực tuyến bằng chương trình, qua trình duyệt mở mới cho từng lần ghi nhận, chỉ từ nội dung
      công khai. Chương trình không đăng nhập, không giải mã xác thực, không vượt qua biện pháp bảo vệ và không sửa nội
      dung của trang; chương trình cuộn trang để nạp hết nội dung và, khi có lớp phủ che trang, chỉ đóng bằng nút của
      chính lớp phủ sau khi đã lưu trạng thái trước đó. Mọi yêu cầu mạng của trang được ghi lại hoặc nêu lý do không ghi
      được.
    </p>
    ${factTable([
      ["Chương trình", `${f.software} (Node.js ${f.program.node})`],
      [
        "Trình duyệt",
        `${f.browser.product}${f.browser.revision ? `, ${f.browser.revision}` : ""}; nguồn: ${f.browser.source}`,
      ],
      ["Cửa sổ, ngôn ngữ", `${screen}; ${f.language}; trang dẫn: ${f.referrer || "không có"}`],
      ["Tên tự khai của trình duyệt", cut(f.browser.userAgent, 300)],
      ["Đường ra mạng", f.egress.proxy === null ? "trực tiếp" : `qua máy chủ trung gian ${f.egress.proxy}`],
      ["Đồng hồ", clockWords(f)],
      ["Người vận hành khi lập gói", cut(d.madeBy, 120)],
    ])}`;
}

function content(c: DossierCapture, no: number): Markup {
  const f = c.facts;
  return html`<h3>${no}. ${cut(f.title || f.finalUrl, 200)}</h3>
    ${factTable([
      ["Địa chỉ yêu cầu", cut(f.requestedUrl, 1000)],
      ["Địa chỉ cuối", cut(f.finalUrl, 1000)],
      ["Chuyển hướng", redirectList(f)],
      ["Thời điểm", `từ ${momentWords(f.startedAt)} đến ${momentWords(f.endedAt)}`],
      ["Trả lời của máy chủ (HTTP)", answerWords(f)],
      ["Địa chỉ IP máy chủ", serverWords(f)],
      ["Kết nối", tlsWords(f)],
      ["Tình trạng ghi nhận", statusWords(f)],
      ["Bản niêm phong", html`${`${f.captureId}.wacz, ${sizeWords(c.sizeBytes)}`}<br />SHA-256: ${c.packageSha256}`],
      ["Dấu thời gian", tokenWords(c.tokens)],
    ])}
    ${signals(c)}${missing(c)}`;
}

function signals(c: DossierCapture): Markup {
  const proposed = proposedSignals(c);
  if (proposed.length === 0)
    return html`<p>
      Chương trình không đề xuất dấu hiệu nào đối với nội dung này; nội dung được ghi nhận theo yêu cầu.
    </p>`;
  return html`${proposed.map(
    ({ category, signals: list }) => html`<p class="flat"><b>Dấu hiệu cần xem xét: ${category}</b></p>
      <ul>
        ${list.slice(0, 12).map((s) => html`<li>${cut(s.say, 500)}</li>`)}
      </ul>`,
  )}`;
}

function missing(c: DossierCapture): Markup | null {
  const rows = c.facts.notCaptured;
  if (rows.length === 0) return null;
  const shown = rows.slice(0, 10).map((r) => html`<li>${cut(r.what, 300)}: ${cut(r.why, 300)}</li>`);
  const more = rows.length > 10 ? html`<li>và ${rows.length - 10} mục khác, nêu tại bản niêm phong.</li>` : null;
  return html`<p class="flat"><b>Nội dung không ghi được và lý do</b></p>
    <ul>
      ${shown}${more}
    </ul>`;
}
