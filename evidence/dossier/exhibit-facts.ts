// Promises what the office's documents say of one sealed exhibit, read from the sealed bytes themselves, people's data masked.
import sharp from "sharp";
import { maskPersonalData, maskSignals } from "#core/mask.ts";
import { openSealed, type SealedReader } from "../archive/sealed-reader.ts";
import { readTokens, smallPicture, tokenFacts } from "../package/capture-parts.ts";
import { detectionOf, readSealedFacts, type SealedFacts } from "../package/sealed-facts.ts";
import type { Store } from "../store/store.ts";
import { actWords } from "./annex-custody.ts";
import {
  answerWords,
  clockWords,
  noToken,
  proposedSignals,
  serverWords,
  statusWords,
  tlsWords,
} from "./capture-words.ts";
import type { CustodyLine } from "./dossier-facts.ts";
import type { Facts, FactValue } from "./fact-tree.ts";
import { offersPersonalData } from "./mask-capture.ts";
import { momentShort } from "./vietnamese-time.ts";

export interface SealedExhibit {
  captureId: string;
  storeKey: string;
  /** Lower-case hex. */
  sha256: string;
  manifestSha256: string;
  sizeBytes: number;
  sealedAt: string;
  ledgerSeq: number;
  keyFingerprint: string;
  caption: string;
  note: string;
  custody: readonly CustodyLine[];
}

const maxSignals = 12;
const maxMissing = 60;

/** Under the names of `fact-catalogue.ts`. Throws AppError as `openSealed` does. */
export async function exhibitFacts(store: Store, exhibit: SealedExhibit): Promise<Facts> {
  const reader = await openSealed(store, exhibit.storeKey);
  const facts = readSealedFacts(reader);
  const detection = detectionOf(facts);
  const isPersonal = offersPersonalData(detection);
  const mask = (text: string) => (isPersonal ? maskPersonalData(text) : text);
  const found = proposedSignals({ detection }).flatMap(({ category, signals }) =>
    (isPersonal ? maskSignals(signals) : signals).map((s): Facts => ({ loai: category, noi_dung: s.say })),
  );
  return {
    ma: exhibit.captureId,
    tieu_de: mask(facts.title) || facts.finalUrl,
    chu_thich: exhibit.caption,
    ghi_chu: exhibit.note,
    ...addressFacts(facts),
    ...meansFacts(facts),
    niem_phong_luc: exhibit.sealedAt,
    ma_bam: exhibit.sha256,
    ma_bam_ban_ke: exhibit.manifestSha256,
    kich_thuoc: String(exhibit.sizeBytes),
    vi_tri_so: String(exhibit.ledgerSeq),
    khoa: exhibit.keyFingerprint,
    dau_thoi_gian: await stampWords(store, exhibit.storeKey),
    // Pictures of what is offered as personal data stay in the sealed copy.
    hinh: isPersonal ? null : await picture(reader, facts),
    dau_hieu: found.slice(0, maxSignals),
    khong_ghi_duoc: notCaptured(facts),
    nhat_ky: exhibit.custody.map((line): Facts => {
      return { so: String(line.seq), luc: line.at, nguoi: line.actor, viec: actWords[line.act] ?? line.act };
    }),
  };
}

function addressFacts(f: SealedFacts): Facts {
  return {
    dia_chi_yeu_cau: f.requestedUrl,
    dia_chi: f.finalUrl,
    chuyen_huong: f.redirects.map((r): Facts => ({ tu: r.from, den: r.to, ma: String(r.status) })),
    bat_dau: f.startedAt,
    ket_thuc: f.endedAt,
    dong_ho: clockWords(f),
    ip: serverWords(f),
    http: answerWords(f),
    ket_noi: tlsWords(f),
    tinh_trang: statusWords(f),
    nguoi_yeu_cau: f.askedBy,
    ly_do: f.reason,
  };
}

function meansFacts(f: SealedFacts): Facts {
  const { width, height, mobile } = f.viewport;
  return {
    chuong_trinh: f.software,
    trinh_duyet: f.browser.product,
    cua_so: `${width} × ${height} điểm ảnh${mobile ? ", giả lập điện thoại" : ""}; ${f.language}`,
    duong_ra: f.egress.proxy === null ? "trực tiếp" : `qua máy chủ trung gian ${f.egress.proxy}`,
  };
}

async function stampWords(store: Store, storeKey: string): Promise<string> {
  const files = await readTokens(store, storeKey);
  const tokens = files.filter((t) => t.name.endsWith(".tsr")).map((t) => tokenFacts(t, files));
  if (tokens.length === 0) return noToken;
  return tokens.map((t) => `${momentShort(t.genTime)} (GMT+7), tổ chức cấp: ${t.authority}, số ${t.serial}`).join("; ");
}

async function picture(reader: SealedReader, facts: SealedFacts): Promise<FactValue> {
  const jpeg = await smallPicture(reader, facts);
  if (!jpeg) return null;
  const { data, info } = await sharp(jpeg)
    .png({ compressionLevel: 9, palette: true })
    .toBuffer({ resolveWithObject: true });
  return { png: data, widthPx: info.width, heightPx: info.height };
}

function notCaptured(facts: SealedFacts): Facts[] {
  const named = facts.notCaptured.map((n): Facts => ({ noi_dung: n.what, ly_do: n.why }));
  const failed = facts.exchanges
    .filter((e) => e.outcome !== "recorded")
    .map((e): Facts => {
      const why = e.outcome === "blocked" ? "bị chặn theo quy tắc" : "lỗi";
      return { noi_dung: `${e.method} ${e.url}`, ly_do: `${why}: ${e.outcomeReason}` };
    });
  const rows = [...named, ...failed];
  const more = rows.length - maxMissing;
  if (more <= 0) return rows;
  return [...rows.slice(0, maxMissing), { noi_dung: `và ${more} mục khác`, ly_do: "nêu tại bản niêm phong" }];
}
