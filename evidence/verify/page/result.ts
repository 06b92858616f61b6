// Promises the result on screen and on paper: verdict, signer, claims, captures, files and every check.
import type { Judged } from "../judge.ts";
import { plainText } from "../strict-json.ts";
import { grouped, make, rows, sizeText, vietnamTime } from "./element.ts";
import { bannerOf, checkTitle, claimWords, stateWords } from "./words.ts";

export interface Shown extends Judged {
  name: string;
  sizeBytes: number;
  sha256: string;
}

export function resultOf(shown: Shown): HTMLElement {
  const { verdict } = shown;
  const banner = bannerOf(verdict);
  const failing = verdict.checks.filter((check) => !check.ok);
  return make(
    "section",
    { id: "result", "data-ok": String(verdict.ok), "data-level": verdict.level, "data-trust": verdict.trust },
    heading(),
    make(
      "div",
      { class: `banner ${banner.tone}`, role: "status" },
      make("strong", {}, banner.title),
      make("span", {}, banner.says),
    ),
    fileBox(shown),
    failing.length > 0
      ? make("div", { class: "box" }, make("h2", {}, "Những chỗ không khớp"), checkList(failing))
      : null,
    make("h2", {}, "Kết luận từng điểm"),
    make("div", { class: "box" }, ...verdict.claims.map(claimRow)),
    captureBox(shown),
    filesBox(shown),
    make(
      "details",
      { class: "box" },
      make("summary", {}, `Mọi phép kiểm tra (${verdict.checks.length})`),
      checkList(verdict.checks),
    ),
    signatures(),
  );
}

function heading(): HTMLElement {
  return make(
    "div",
    { class: "print-only heading" },
    make("strong", {}, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    make("strong", {}, "Độc lập - Tự do - Hạnh phúc"),
    make("strong", { class: "title" }, "BIÊN BẢN KIỂM TRA GÓI DỮ LIỆU ĐIỆN TỬ"),
    make("p", {}, `Thời điểm kiểm tra theo đồng hồ của máy này: ${vietnamTime(Date.now())}`),
  );
}

function signatures(): HTMLElement {
  return make(
    "div",
    { class: "print-only signatures" },
    make("div", {}, make("strong", {}, "NGƯỜI KIỂM TRA"), make("p", {}, "(Ký, ghi rõ họ tên)")),
    make("div", {}, make("strong", {}, "NGƯỜI CHỨNG KIẾN"), make("p", {}, "(Ký, ghi rõ họ tên)")),
  );
}

function fileBox({ name, sizeBytes, sha256, verdict }: Shown): HTMLElement {
  return make(
    "div",
    { class: "box" },
    rows([
      ["Tệp", name],
      ["Dung lượng", sizeText(sizeBytes)],
      ["SHA-256 của tệp", grouped(sha256)],
    ]),
    make("p", { class: "soft" }, "Vân tay khóa ký (so từng nhóm với vân tay in trên biên bản giao nhận):"),
    make(
      "p",
      { class: "mono fingerprint", id: "fingerprint" },
      verdict.signer ? grouped(verdict.signer) : "Không có chữ ký nào đúng.",
    ),
  );
}

function claimRow({ claim, state, detail }: Shown["verdict"]["claims"][number]): HTMLElement {
  const words = claimWords[claim];
  return make(
    "div",
    { class: "claim", "data-claim": claim, "data-state": state },
    make("div", {}, make("strong", {}, words.title), make("div", { class: `state ${state}` }, stateWords[state])),
    make("div", {}, words.says[state], make("div", { class: "soft mono" }, detail)),
  );
}

function checkList(checks: Shown["verdict"]["checks"]): HTMLElement {
  return make(
    "ul",
    { class: "checks" },
    ...checks.map(({ name, ok, detail }) =>
      make(
        "li",
        { "data-check": name, "data-ok": String(ok) },
        make("span", { class: "name" }, `${ok ? "Đạt" : "Không đạt"}: ${checkTitle(name)}`),
        make("div", { class: "soft mono" }, `${name}: ${detail}`),
      ),
    ),
  );
}

function captureBox({ wacz, sealed }: Shown): HTMLElement | null {
  const manifests = sealed ? sealed.captures.map(({ facts }) => facts?.manifest?.fields) : [wacz?.manifest?.fields];
  const boxes = manifests.flatMap((fields) =>
    fields
      ? [
          make(
            "div",
            { class: "box" },
            rows([
              ["Địa chỉ", plainText(fields.finalUrl)],
              ["Tiêu đề trang", plainText(fields.title)],
              ["Bắt đầu chụp", vietnamTime(plainText(fields.startedAt))],
              ["Niêm phong", vietnamTime(plainText(fields.created))],
              ["Cơ quan (theo gói)", plainText(fields.office)],
              ["Mã bản chụp", plainText(fields.captureId)],
            ]),
          ),
        ]
      : [],
  );
  if (boxes.length === 0) return null;
  return make("div", {}, make("h2", {}, boxes.length === 1 ? "Bản chụp" : `${boxes.length} bản chụp`), ...boxes);
}

function filesBox({ wacz, sealed }: Shown): HTMLElement | null {
  const pack = sealed?.pack ?? wacz?.pack;
  if (!pack) return null;
  const table = make(
    "table",
    {},
    make("tr", {}, make("th", {}, "Tệp bên trong"), make("th", {}, "Dung lượng"), make("th", {}, "SHA-256")),
  );
  for (const [name, member] of pack.members)
    table.append(
      make(
        "tr",
        {},
        make("td", {}, name),
        make("td", {}, sizeText(member.size)),
        make("td", { class: "mono" }, pack.sha256s.get(name) ?? "không đọc được"),
      ),
    );
  return make(
    "details",
    { class: "box" },
    make("summary", {}, `Các tệp bên trong và mã băm (${pack.members.size})`),
    table,
  );
}
