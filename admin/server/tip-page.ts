// Promises the public page for tips: plain HTML without script or account, every typed word kept when something is wrong.
import type { Office } from "#core/nouns/office.ts";
import type { TipForm } from "#core/nouns/tip-form.ts";
import type { TipState } from "#core/records/tip.ts";
import { showDay } from "#core/vietnam-time.ts";
import { html, Markup } from "#evidence/dossier/html.ts";

export const tipPagePath = "/phan-anh";

export const fieldNames = ["address", "what", "seenWhen", "name", "phone", "email"] as const;
export type FieldName = (typeof fieldNames)[number];
export type Typed = Partial<Record<FieldName, string>>;
/** A message under the field it is about; `form` stands above the form. */
export type Faults = Partial<Record<FieldName | "file" | "form", string>>;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Typed text goes back whole, lines and all. */
const kept = (text = "") => new Markup(text.toWellFormed().replace(/[&<>"']/g, (sign) => entities[sign]!));

const paragraphs = (text: string) =>
  text
    .split(/\n+/)
    .filter((line) => line.trim() !== "")
    .map((line) => html`<p>${line}</p>`);

function frame(office: Office, title: string, body: Markup): string {
  const name = office.name || office.unitName;
  const contact = [
    office.address,
    office.hotline || office.phone ? `Điện thoại: ${office.hotline || office.phone}` : "",
    office.email ? `Thư điện tử: ${office.email}` : "",
  ].filter(Boolean);
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="stylesheet" href="${tipPagePath}/style.css" />
      </head>
      <body>
        <header>
          ${office.parentName ? html`<p>${office.parentName}</p>` : null}${name
            ? html`<p><strong>${name}</strong></p>`
            : null}
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
        <footer>${contact.map((line) => html`<p>${line}</p>`)}</footer>
      </body>
    </html>`.text;
}

/** The form is closed: said, with the ways that stay open. */
export function closedPage(office: Office): string {
  return frame(
    office,
    "Tiếp nhận phản ánh",
    html`<p>
      Đơn vị chưa mở tiếp nhận phản ánh qua mạng. Xin gửi phản ánh trực tiếp, qua bưu điện hoặc điện thoại của đơn vị.
    </p>`,
  );
}

interface Line {
  name: FieldName;
  label: string;
  hint?: string;
  needed?: boolean;
  type?: string;
  rows?: number;
  most: number;
  fill?: string;
}

const about: readonly Line[] = [
  {
    name: "address",
    label: "Địa chỉ trang web hoặc tài khoản",
    hint: "Ví dụ: https://tenmien.example/trang hoặc tên tài khoản và nền tảng",
    needed: true,
    most: 2000,
  },
  {
    name: "what",
    label: "Nội dung phản ánh",
    hint: "Trên trang đó có gì, vì sao Ông/Bà thấy cần kiểm tra",
    needed: true,
    rows: 7,
    most: 5000,
  },
  { name: "seenWhen", label: "Thời điểm nhìn thấy", hint: "Ví dụ: sáng 20/11, hoặc “đang còn”", most: 200 },
];

const giver: readonly Line[] = [
  { name: "name", label: "Họ và tên", most: 200, fill: "name" },
  { name: "phone", label: "Số điện thoại", type: "tel", most: 60, fill: "tel" },
  { name: "email", label: "Thư điện tử", type: "email", most: 200, fill: "email" },
];

function fault(name: string, faults: Faults): Markup | null {
  const text = faults[name as FieldName];
  return text ? html`<span class="fault" id="${name}-fault">${text}</span>` : null;
}

function field(line: Line, typed: Typed, faults: Faults): Markup {
  const { name } = line;
  const bad = faults[name] ? html` aria-invalid="true" aria-describedby="${name}-fault"` : null;
  const needed = line.needed ? html` required` : null;
  const fill = line.fill ? html` autocomplete="${line.fill}"` : null;
  const control = line.rows
    ? html`<textarea id="${name}" name="${name}" rows="${line.rows}" maxlength="${line.most}" ${needed}${bad}>
${kept(typed[name])}</textarea>`
    : html`<input
        id="${name}"
        name="${name}"
        type="${line.type ?? "text"}"
        maxlength="${line.most}"
        value="${kept(typed[name])}"
        ${needed}${fill}${bad}
      />`;
  return html`<div class="field">
    <label for="${name}">${line.label}${line.needed ? " (bắt buộc)" : ""}</label>
    ${line.hint ? html`<span class="hint">${line.hint}</span>` : null} ${control} ${fault(name, faults)}
  </div>`;
}

/** The form; after a fault with everything that was typed but the file, which a browser does not send back. */
export function formPage(office: Office, form: TipForm, typed: Typed = {}, faults: Faults = {}): string {
  const names = Object.keys(faults);
  const lostFile = names.length > 0 ? "Nếu đã chọn ảnh, xin chọn lại." : "";
  const said = faults.form ?? (names.length > 0 ? "Chưa gửi được. Xin sửa phần được nêu bên dưới." : "");
  const body = html`${said ? html`<p class="alert" role="alert">${said} ${lostFile}</p>` : null}
    ${paragraphs(form.intro)}
    <section class="note">
      <h2>Thông tin được dùng thế nào</h2>
      ${paragraphs(form.purposeNote)}
    </section>
    <form method="post" action="${tipPagePath}" enctype="multipart/form-data">
      ${about.map((line) => field(line, typed, faults))}
      <div class="field">
        <label for="file">Ảnh chụp màn hình (không bắt buộc)</label>
        <span class="hint">Một ảnh PNG, JPEG hoặc WebP, không quá 5 MB</span>
        <input id="file" name="file" type="file" accept="image/png,image/jpeg,image/webp" />
        ${fault("file", faults)}
      </div>
      <fieldset>
        <legend>Người phản ánh (không bắt buộc)</legend>
        <p class="hint">
          Có thể để trống. Nếu ghi, thông tin này được giữ riêng, chỉ người được giao mới xem và mỗi lần xem đều được
          ghi lại.
        </p>
        ${giver.map((line) => field(line, typed, faults))}
      </fieldset>
      <div class="trap" aria-hidden="true">
        <label for="website">Để trống ô này</label>
        <input id="website" name="website" type="text" tabindex="-1" autocomplete="off" />
      </div>
      <button type="submit">Gửi phản ánh</button>
    </form>
    <p><a href="${tipPagePath}/tra-cuu">Tra cứu phản ánh đã gửi</a></p>`;
  return frame(office, "Gửi phản ánh", body);
}

export function sentPage(office: Office, number: string, code: string): string {
  return frame(
    office,
    "Đã tiếp nhận phản ánh",
    html`<p>Phản ánh được ghi nhận với số <strong>${number}</strong>.</p>
      <p>Mã tra cứu của Ông/Bà:</p>
      <p class="code">${code}</p>
      <p>Xin ghi lại mã này: đơn vị không giữ bản nào của mã và không cấp lại được.</p>
      <p><a href="${tipPagePath}/tra-cuu">Tra cứu phản ánh</a></p>`,
  );
}

const stateWords: Record<TipState, string> = {
  received: "Đã tiếp nhận, chờ kiểm tra",
  checking: "Đang kiểm tra",
  answered: "Đã có kết quả trả lời",
  "not-within-scope": "Không thuộc phạm vi giải quyết của đơn vị",
  duplicate: "Đã tiếp nhận trước đó, giải quyết chung",
};

export interface Looked {
  typed: string;
  /** null: no tip has this code. */
  found: { number: string; state: TipState; receivedOn: string } | null;
  fault?: string;
}

/** Says the state alone: whoever finds the code learns nothing of the tip's words. */
export function lookUpPage(office: Office, looked: Looked | null): string {
  const found = looked?.found;
  const said =
    looked?.fault ?? (looked && !found ? "Không có phản ánh nào mang mã này. Xin kiểm tra lại từng ký tự." : "");
  const body = html`${said ? html`<p class="alert" role="alert">${said}</p>` : null}
    ${found
      ? html`<section class="note">
          <p>
            Phản ánh số <strong>${found.number}</strong>, nhận ngày ${showDay(`${found.receivedOn}T12:00:00+07:00`)}.
          </p>
          <p>Tình trạng: <strong>${stateWords[found.state]}</strong></p>
        </section>`
      : null}
    <form method="post" action="${tipPagePath}/tra-cuu">
      <div class="field">
        <label for="code">Mã tra cứu</label>
        <input
          id="code"
          name="code"
          type="text"
          maxlength="40"
          autocomplete="off"
          required
          value="${kept(looked?.typed)}"
        />
      </div>
      <button type="submit">Tra cứu</button>
    </form>
    <p><a href="${tipPagePath}">Gửi phản ánh khác</a></p>`;
  return frame(office, "Tra cứu phản ánh", body);
}

export const tipPageStyle = `:root{color-scheme:light dark;--ink:light-dark(#15201f,#e7edeb);--soft:light-dark(#4a5957,#a9b7b4);--line:light-dark(#71817e,#7b8b88);--paper:light-dark(#fff,#1a2023);--accent:light-dark(#0b5d5a,#63c9c1);--on:light-dark(#fff,#06211f);--bad:light-dark(#a3221a,#ff9d92);--note:light-dark(#ebefee,#242c30)}
*{box-sizing:border-box}
body{margin:0 auto;max-width:44rem;padding:16px;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,sans-serif}
header p,footer p{margin:0;color:var(--soft)}
footer{margin-top:32px;padding-top:12px;border-top:1px solid var(--line)}
h1{font-size:1.6rem;margin:16px 0}
h2{font-size:1.05rem;margin:0}
.note{padding:12px 16px;background:var(--note);border-radius:4px}
.alert{padding:12px 16px;border-left:4px solid var(--bad);background:var(--note);font-weight:600}
.field{display:grid;gap:4px;margin:16px 0}
label,legend{font-weight:600}
.hint{color:var(--soft);font-size:.9rem}
.fault{color:var(--bad);font-weight:600}
input,textarea{width:100%;min-height:40px;padding:6px 10px;border:1px solid var(--line);border-radius:4px;background:var(--paper);color:var(--ink);font:inherit}
fieldset{margin:16px 0;padding:4px 16px;border:1px solid var(--line);border-radius:4px}
button{min-height:44px;padding:8px 24px;border:0;border-radius:4px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.code{font:600 1.5rem/2 ui-monospace,monospace;letter-spacing:.05em;user-select:all}
.trap{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
`;
