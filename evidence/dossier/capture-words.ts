// Promises the sentences that several documents say of a capture, each said in one way.
import { z } from "zod";
import { categoryLabels } from "#core/nouns/category.ts";
import type { Anchor, Signal } from "#core/nouns/signal.ts";
import { mainExchangeOf, type SealedFacts } from "../package/sealed-facts.ts";
import type { DossierCapture, TokenFacts } from "./dossier-facts.ts";
import { cut, html, type Markup, type Part } from "./html.ts";
import { momentShort, momentWords } from "./vietnamese-time.ts";

export const noToken = "Chưa có dấu thời gian";

export function statusWords(facts: SealedFacts): string {
  const words = facts.status === "captured" ? "Ghi nhận đầy đủ" : "Ghi nhận một phần";
  return facts.statusReason ? `${words}: ${facts.statusReason}` : words;
}

export function clockWords(facts: SealedFacts): string {
  const { source, offsetMs, checkedAt, serverDate } = facts.clock;
  const offset =
    offsetMs === null
      ? "chưa đối chiếu được với nguồn giờ ngoài"
      : `lệch ${offsetMs} mili giây so với nguồn đối chiếu${checkedAt ? `, kiểm tra lúc ${momentShort(checkedAt)}` : ""}`;
  return `${source === "system" ? "đồng hồ hệ thống của máy ghi nhận" : source}; ${offset}${serverDate ? `; giờ máy chủ của trang báo: ${serverDate}` : ""}`;
}

export function tokenWords(tokens: readonly TokenFacts[]): Part {
  if (tokens.length === 0) return noToken;
  return tokens.map(
    (t) => html`<div>${momentWords(t.genTime)}; tổ chức cấp: ${t.authority}; số ${t.serial}; tệp ${t.name}</div>`,
  );
}

export function serverWords(facts: SealedFacts): string {
  const main = mainExchangeOf(facts);
  if (!main) return "không rõ";
  return main.server.ip ?? (main.server.note || "không rõ");
}

export function answerWords(facts: SealedFacts): string {
  const main = mainExchangeOf(facts);
  return main?.status == null ? "không có" : `${main.status}${main.httpVersion ? ` (${main.httpVersion})` : ""}`;
}

export function tlsWords(facts: SealedFacts): string {
  const tls = facts.mainTls;
  if (!tls) return "không mã hóa (http) hoặc không ghi được";
  return `${tls.protocol || "TLS"}; chứng thư ${tls.trusted ? "được trình duyệt tin cậy" : `không được trình duyệt tin cậy (${tls.reason})`}`;
}

/** How the three witnesses agree; null where the capture is of a version that did not compare them. */
export function witnessWords(facts: SealedFacts): string | null {
  const w = facts.witnesses;
  if (!w) return null;
  const parts = [
    `${w.exchanges} yêu cầu mạng: ${w.recorded} ghi được, ${w.blocked} bị chặn theo quy tắc, ${w.failed} lỗi có nêu lý do`,
    `đối chiếu với nhật ký mạng của trình duyệt: ${w.agree} khớp nội dung, ${w.differ} khác, ${w.unseen} không thấy trong nhật ký mạng`,
    `${w.onlyInNetlog.length} yêu cầu chỉ có trong nhật ký mạng`,
    `${w.blankTiles.length} mảnh ảnh trống bất thường`,
  ];
  return `${parts.join("; ")}.`;
}

export function secondLookWords(facts: SealedFacts): string | null {
  const s = facts.secondLook;
  if (!s) return null;
  const differences = s.differences.length + s.differencesMore;
  return `Trình duyệt thứ hai, tiến trình riêng, chụp lại lúc ${momentShort(s.startedAt)}: văn bản trùng ${share(s.textSimilarity)}, ảnh khác ${share(s.pictureDifference)}, ${differences} tài nguyên khác nhau.${s.note ? ` ${s.note}` : ""}`;
}

const Replay = z.object({
  verdict: z.string(),
  served: z.number(),
  textSimilarity: z.number().nullable().catch(null),
  pictureDifference: z.number().nullable().catch(null),
});

const share = (n: number | null) => (n === null ? "không so được" : `${(n * 100).toFixed(1).replace(".", ",")} %`);

/** How the sealed archive looked when it was replayed without network; null where it was not replayed yet. */
export function replayWords(capture: DossierCapture): string | null {
  const line = capture.custody.findLast((entry) => entry.act === "replay.checked");
  const replay = Replay.safeParse(line?.detail).data;
  if (!line || !replay) return null;
  const same = replay.verdict === "same" ? "giống bản chụp" : "có khác bản chụp";
  return `${momentShort(line.at)}, trình duyệt không nối mạng, ${replay.served} tài nguyên: ${same}; văn bản trùng ${share(replay.textSimilarity)}, ảnh khác ${share(replay.pictureDifference)}`;
}

/** Signals of categories that are proposed, gravest first; never a conclusion. */
export function proposedSignals(
  capture: Pick<DossierCapture, "detection">,
): { category: string; signals: readonly Signal[] }[] {
  const proposed = Object.entries(capture.detection?.categories ?? {}).filter(([, r]) => r.verdict !== "none");
  return proposed
    .sort(([, a], [, b]) => b.score - a.score)
    .map(([category, r]) => ({
      category: categoryLabels[category as keyof typeof categoryLabels],
      signals: r.signals.filter((s) => s.weight > 0),
    }));
}

/** What fired, in its own words: "“…”" for text, a sentence for the rest. */
export function anchorWords(anchor: Anchor): string {
  switch (anchor.kind) {
    case "text":
      return `“${cut(anchor.raw.replace(/\s+/g, " "), 160)}”`;
    case "region":
      return `vùng ảnh ${anchor.image} (${anchor.x}, ${anchor.y}; ${anchor.width} × ${anchor.height})`;
    case "absence":
      return `không thấy trong: ${anchor.searched.join(", ")}`;
    case "register":
      return `tra sổ ${anchor.register} nhập ngày ${momentShort(anchor.importedAt)}: ${anchor.row || "không có"}`;
    case "difference":
      return `khác nhau giữa ${anchor.between[0]} và ${anchor.between[1]}: ${anchor.what}`;
  }
}

/** The first few that differ, words in one line, everything else a line of its own. */
export function anchorList(anchors: readonly Anchor[]): Markup {
  const seen = new Map<string, string>();
  for (const anchor of anchors) {
    const words = anchorWords(anchor);
    if (!seen.has(words.toLowerCase())) seen.set(words.toLowerCase(), words);
  }
  const shown = [...seen.values()].slice(0, 8);
  const more = seen.size > shown.length ? ` và ${seen.size - shown.length} chỗ khác` : "";
  return html`${shown.join("; ")}${more}`;
}

const stepNames: Readonly<Record<string, string>> = {
  navigate: "mở trang",
  settle: "chờ trang ổn định",
  scroll: "cuộn hết trang",
  "settle-after-scroll": "chờ ổn định sau khi cuộn",
  pictures: "chờ ảnh",
  "back-to-top": "về đầu trang",
  viewport: "chụp phần đầu trang",
  document: "lưu mã trang và văn bản",
  "text-boxes": "định vị văn bản",
  tiles: "chụp toàn trang theo mảnh",
  certificates: "lưu chứng thư",
  fonts: "ghi phông chữ",
  banners: "lớp phủ che trang",
  "settle-after-banners": "chờ ổn định sau khi đóng lớp phủ",
  frames: "lưu mã các khung",
  media: "lưu video và ảnh bìa",
  mhtml: "lưu bản MHTML",
  netlog: "đối chiếu nhật ký mạng",
  account: "kê yêu cầu mạng",
  lookups: "tra cứu kèm theo",
  "second-look": "chụp lại độc lập",
};

export function stepWords(step: SealedFacts["steps"][number]): string {
  const outcome = step.ok ? "đạt" : "không đạt";
  return `${stepNames[step.step] ?? step.step}: ${outcome}${step.note ? ` (${cut(step.note, 120)})` : ""}`;
}

export const proposalNote =
  "Các dấu hiệu dưới đây do chương trình đề xuất từ nội dung đã niêm phong để người có thẩm quyền xem xét; không phải là kết luận về hành vi của tổ chức, cá nhân nào.";

export function redirectList(facts: SealedFacts): Markup | string {
  if (facts.redirects.length === 0) return "Không chuyển hướng";
  return html`${facts.redirects.map((r) => html`<div>${r.status}: ${cut(r.from, 300)} → ${cut(r.to, 300)}</div>`)}`;
}
