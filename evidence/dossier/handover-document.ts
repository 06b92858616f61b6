// Promises "Biên bản giao nhận": what is handed over, its hash before and after, and the key's fingerprint to compare on paper.
import { type DossierFacts, inGroups, sizeWords } from "./dossier-facts.ts";
import { cut, html, type Markup } from "./html.ts";
import { blank, documentHead, factTable, hashPrint, listTable, recipients, signatures } from "./page-frame.ts";
import { momentShort, momentWords } from "./vietnamese-time.ts";

/** What is known only when the finished package changes hands; null in the copy that lies inside the package. */
export interface HandoverFacts {
  fileName: string;
  sizeBytes: number;
  /** Computed from the file before and after the act. */
  sha256Before: string;
  sha256After: string;
  /** RFC 3339. */
  at: string;
  to: string;
  by: string;
  ledgerSeq: number;
}

export interface HandedPackage {
  packageId: string;
  office: string;
  created: string;
  purpose: string;
  keyFingerprint: string;
  officeCertificate: DossierFacts["officeCertificate"];
  /** Verifier key of the custody log, to be pinned by who checks; null where the log has none yet. */
  logKey: string | null;
  captures: readonly { captureId: string; url: string; capturedAt: string; packageSha256: string }[];
}

export function handoverBody(p: HandedPackage, act: HandoverFacts | null): Markup {
  const when = act
    ? html`Hôm nay, lúc ${momentWords(act.at)}, tại ${blank("6cm")}, chúng tôi gồm:`
    : html`Hôm nay, lúc ${blank("1.2cm")} giờ ${blank("1.2cm")} phút, ngày ${blank("1cm")} tháng ${blank("1cm")} năm
      ${blank("1.4cm")}, tại ${blank("5cm")}, chúng tôi gồm:`;
  return html`${documentHead(p.office, "BB", "BIÊN BẢN", "Giao nhận dữ liệu điện tử đã niêm phong")}
    <p class="fill">${when}</p>
    <p class="fill">
      1. Bên giao: ${p.office}. Đại diện: ${act ? cut(act.by, 120) : blank("5cm")}; chức vụ: ${blank("4cm")}
    </p>
    <p class="fill">
      2. Bên nhận: ${act ? cut(act.to, 200) : blank("6cm")}. Đại diện: ${blank("5cm")}; chức vụ: ${blank("4cm")}
    </p>
    <p>Hai bên cùng giao, nhận dữ liệu sau đây:</p>
    <h2>I. DỮ LIỆU GIAO NHẬN</h2>
    ${factTable([
      ["Mã gói", p.packageId],
      ["Tên tệp, kích thước", act ? `${act.fileName}, ${sizeWords(act.sizeBytes)}` : blank("8cm")],
      ["Thời điểm lập gói", momentWords(p.created)],
      ["Mục đích", cut(p.purpose, 600)],
      ["Phương tiện lưu trữ (loại, số sê-ri, số niêm phong)", html`<span class="long"></span>`],
      ["Bản niêm phong", html`${blank("1.5cm")} bản, tại phương tiện số ${blank("3cm")}`],
      ["Bản làm việc", html`${blank("1.5cm")} bản, tại phương tiện số ${blank("3cm")}`],
    ])}
    ${listTable(
      [
        ["STT", 7],
        ["Địa chỉ được ghi nhận", 35],
        ["Thời điểm (GMT+7)", 18],
        ["SHA-256 của bản niêm phong", 40],
      ],
      p.captures.map((c, i) => [
        String(i + 1),
        cut(c.url, 300),
        momentShort(c.capturedAt),
        html`<span style="font-size:9.5pt">${c.packageSha256}</span>`,
      ]),
    )}
    <h2>II. MÃ BĂM SHA-256 CỦA TỆP ZIP</h2>
    <p class="flat">Trước khi giao (bên giao tính):</p>
    ${print(act?.sha256Before)}
    <p class="flat">Sau khi giao (bên nhận tính trên phương tiện đã nhận):</p>
    ${print(act?.sha256After)}
    <p>
      Hai mã băm trên phải trùng nhau. Bên nhận tự tính lại bằng phương tiện của mình: ${blank("1cm")} trùng /
      ${blank("1cm")} không trùng.
    </p>
    <h2>III. VÂN TAY KHÓA KÝ</h2>
    <p>
      So từng nhóm bốn ký tự với vân tay mà trang kiểm tra MO-TRUOC.html hiển thị. Khác một nhóm là gói không do bên
      giao ký.
    </p>
    ${hashPrint(p.keyFingerprint)}
    ${factTable([
      ["Khóa của nhật ký lưu giữ", p.logKey],
      ["Chứng thư của cơ quan", p.officeCertificate?.subject ?? null],
      ["SHA-256 của chứng thư", p.officeCertificate ? inGroups(p.officeCertificate.sha256) : null],
    ])}
    <h2>IV. CAM KẾT</h2>
    <p>
      Bên nhận giữ nguyên bản niêm phong, chỉ xem xét, trích xuất trên bản làm việc; mỗi lần sao chép, giao tiếp phải
      ghi nhận.
      ${act
        ? `Việc giao nhận này là mục số ${act.ledgerSeq} của nhật ký lưu giữ.`
        : "Việc giao nhận được ghi vào nhật ký lưu giữ của bên giao."}
    </p>
    <p>
      Biên bản được lập thành ${blank("1.4cm")} bản có giá trị như nhau, mỗi bên giữ ${blank("1.4cm")} bản, đã đọc lại,
      công nhận là đúng và ký tên./.
    </p>
    ${signatures("Đại diện bên nhận", "Đại diện bên giao")} ${recipients(["Bên nhận;", "Bên giao;", "Lưu: VT, Hồ sơ."])}`;
}

function print(sha256: string | undefined): Markup {
  return sha256 === undefined ? html`<div class="print"><span class="long"></span></div>` : hashPrint(sha256);
}
