// Promises one plain page that tells whoever opens the witness' address what it has seen, in Vietnamese and English.
import type { WitnessAlarm, WitnessState } from "./witness-state.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string) => text.replaceAll(/[&<>"]/g, (c) => escapes[c]!);

const localTime = new Intl.DateTimeFormat("vi-VN", {
  dateStyle: "short",
  timeStyle: "medium",
  timeZone: "Asia/Ho_Chi_Minh",
});

const alarmRow = ({ at, kind, vi, en }: WitnessAlarm) =>
  `<li><strong>${localTime.format(new Date(at))} · ${kind}</strong><br>${escape(vi)}<br><span lang="en">${escape(en)}</span></li>`;

/** HTML without scripts; every text of others is escaped. */
export function showStatus(state: WitnessState): string {
  const { alarms, latest, latestSeconds } = state;
  const seen =
    latest && latestSeconds !== null
      ? `<p>Đã ký xác nhận <b>${latest.size}</b> mục, lần cuối ${localTime.format(new Date(latestSeconds * 1000))} (GMT+7).<br>
<span lang="en">Co-signed ${latest.size} entries, last at ${new Date(latestSeconds * 1000).toISOString()}.</span></p>
<p>Mã gốc / root: <code>${latest.root.toString("hex")}</code></p>`
      : `<p>Chưa thấy điểm kiểm tra nào của sổ này.<br><span lang="en">No checkpoint of this log has been seen yet.</span></p>`;
  const trouble =
    alarms.length > 0
      ? `<section class="bad"><h2>CẢNH BÁO: ${alarms.length} lần sổ không nối tiếp những gì đã ký</h2>
<p>Hai bản ghi mâu thuẫn, có chữ ký của sổ, được giữ trong thư mục <code>alarms</code> của nhân chứng.<br>
<span lang="en">ALARM: the two contradicting notes, signed by the log, are kept in the witness' folder <code>alarms</code>.</span></p>
<ul>${alarms.toReversed().slice(0, 50).map(alarmRow).join("\n")}</ul></section>`
      : `<p class="good">Không có mâu thuẫn nào. <span lang="en">No contradiction was ever seen.</span></p>`;
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Nhân chứng sổ lưu giữ</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;overflow-wrap:anywhere}
.bad{border:3px solid #b00020;padding:0 1rem}.bad h2{color:#b00020}.good{color:#0a6b2d}[lang=en]{color:#555}</style></head>
<body><h1>Nhân chứng sổ lưu giữ chứng cứ</h1>
<p>Sổ / log: <code>${escape(state.logKey.name)}</code></p>
${seen}
${trouble}
<p>Khóa của nhân chứng / witness key: <code>${escape(state.key.text)}</code></p>
<p>Khóa của sổ / log key: <code>${escape(state.logKey.text)}</code></p>
</body></html>
`;
}
