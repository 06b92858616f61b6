// Promises the annex's last part: every entry of the custody log about the captures, and the checkpoint that commits to them.
import { noToken } from "./capture-words.ts";
import type { DossierFacts } from "./dossier-facts.ts";
import { cut, html, type Markup } from "./html.ts";
import { factTable, listTable } from "./page-frame.ts";
import { momentShort } from "./vietnamese-time.ts";

export const actWords: Readonly<Record<string, string>> = {
  "capture.sealed": "Niêm phong bản chụp",
  "capture.quarantined": "Cách ly",
  "original.viewed": "Xem bản gốc",
  "copy.derived": "Tạo bản dẫn xuất",
  export: "Xuất ra gói",
  handover: "Giao nhận",
  recheck: "Kiểm tra lại",
  "hold.set": "Yêu cầu giữ",
  "hold.lifted": "Thôi giữ",
  "time.stamped": "Gắn dấu thời gian",
  "replay.checked": "Phát lại để đối chiếu",
  "scrub.failed": "Kiểm tra định kỳ không đạt",
  "document.issued": "Phát hành văn bản",
  "audit.linked": "Nối nhật ký thao tác vào sổ lưu giữ",
};

/** `no` is the part's number. */
export function custodyPart(d: DossierFacts, no: number): Markup {
  const rows = d.captures.flatMap((c) => c.custody.map((line) => ({ ...line, captureId: c.facts.captureId })));
  rows.sort((a, b) => a.seq - b.seq);
  const table = listTable(
    [
      ["Số", 8],
      ["Thời điểm (GMT+7)", 18],
      ["Người thực hiện", 18],
      ["Việc", 20],
      ["Bản chụp", 36],
    ],
    rows.map((r) => [String(r.seq), momentShort(r.at), cut(r.actor, 80), actWords[r.act] ?? r.act, r.captureId]),
  );
  return html`<h2>${no}. Nhật ký lưu giữ đến khi xuất gói</h2>
    <p>
      Mỗi dòng là một mục của nhật ký chỉ ghi thêm; bằng chứng từng mục nằm trong cây băm có tại
      data/chuoi-luu-giu/custody.json.
    </p>
    ${table} ${checkpoint(d)}`;
}

function checkpoint(d: DossierFacts): Markup {
  const c = d.checkpoint;
  if (!c) return html`<p>Nhật ký chưa có điểm chốt đã ký.</p>`;
  const signed = c.cosignedBy.length > 0 ? c.cosignedBy.join(", ") : "chưa có bên làm chứng nào ký";
  return factTable([
    ["Điểm chốt của nhật ký", `${c.origin}, ${c.size} mục`],
    ["Gốc cây băm", c.root],
    ["Bên làm chứng độc lập đã ký", signed],
    ["Bên làm chứng chưa trả lời", c.missing.join(", ")],
    ["Dấu thời gian của điểm chốt", c.stamps > 0 ? `${c.stamps} tệp` : noToken],
  ]);
}
