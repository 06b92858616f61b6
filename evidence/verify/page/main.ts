// Promises the page: takes a package by drop or by choice, checks it on this machine alone, and says in words what came out.
import { browserEngine } from "../browser/browser-engine.ts";
import { textOf } from "../bytes.ts";
import { sha256Of } from "../byte-source.ts";
import { useEngine } from "../engine.ts";
import { judge } from "../judge.ts";
import { readTrust, type Trust } from "../trust.ts";
import { make } from "./element.ts";
import { fileSource } from "./file-source.ts";
import { resultOf } from "./result.ts";

useEngine(browserEngine);

const maxTrustBytes = 1024 * 1024;
/** How often the bytes of a package are read, roughly: for the bar only. */
const passes = 5;

const main = document.getElementById("main")!;
const status = make("p", { role: "status", id: "status" });
const bar = make("progress", { max: "1", value: "0", hidden: "" });
const output = make("div", { id: "output" });
const trustBox = make("textarea", {
  id: "trust",
  spellcheck: "false",
  "aria-label": "Vân tay khóa hoặc nội dung tệp tin cậy",
});
const picker = make("input", { type: "file", id: "file", multiple: "" });
const trustPicker = make("input", { type: "file", id: "trust-file" });
let files: File[] = [];
let round = 0;

function build(): void {
  const drop = make(
    "div",
    { class: "box drop" },
    make("p", {}, make("strong", {}, "Kéo tệp ZIP của gói (hoặc tệp .wacz, .warc) vào đây")),
    make("p", { class: "soft" }, "Với tệp .wacz, kéo cả các tệp .tsr và .tsr.json nằm cạnh nó."),
    make("label", { class: "button" }, "Chọn tệp…", picker),
  );
  main.append(
    make(
      "div",
      { class: "screen-only" },
      make("h1", {}, "Kiểm tra gói niêm phong"),
      make("p", {}, "Trang này kiểm tra ngay trên máy của bạn, không dùng mạng và không gửi gì đi."),
      drop,
      make(
        "div",
        { class: "box" },
        make("p", {}, make("strong", {}, "Đối chiếu khóa ký")),
        make(
          "p",
          { class: "soft" },
          "Nhập vân tay khóa in trên biên bản giao nhận, hoặc đưa tệp tin cậy (khóa công khai, chứng thư gốc, khóa của bên làm chứng). Không lấy khóa từ chính gói cần kiểm tra.",
        ),
        trustBox,
        make("p", {}, make("label", { class: "button" }, "Chọn tệp tin cậy…", trustPicker)),
      ),
      make(
        "p",
        { class: "soft" },
        "Trang lấy ra từ chính gói không chứng minh được gì trước người làm giả cả gói: hãy dùng trang do cơ quan công bố riêng, và so mã băm của trang với mã đã công bố.",
      ),
      status,
      bar,
    ),
    output,
  );
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"])
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    });
  document.addEventListener("drop", (event) => void take([...(event.dataTransfer?.files ?? [])]));
  picker.addEventListener("change", () => void take([...(picker.files ?? [])]));
  trustPicker.addEventListener("change", () => void takeTrust(trustPicker.files?.[0]));
  trustBox.addEventListener("change", () => void check());
}

function isTrustFile({ name }: File): boolean {
  return /\.(pem|crt|cer|vkey|txt)$/i.test(name);
}

async function take(given: File[]): Promise<void> {
  const trust = given.find(isTrustFile);
  const rest = given.filter((file) => !isTrustFile(file));
  if (rest.length > 0) files = rest;
  if (trust) await takeTrust(trust);
  else await check();
}

async function takeTrust(file: File | undefined): Promise<void> {
  if (!file || file.size > maxTrustBytes) return;
  trustBox.value = textOf(new Uint8Array(await file.arrayBuffer()));
  await check();
}

function trustOf(): Trust | null {
  const text = trustBox.value.trim();
  if (text === "") return null;
  // A fingerprint is copied from paper: spaces, colons and line breaks between its groups do not matter.
  const digits = text.replace(/[\s:.-]/g, "").toLowerCase();
  return readTrust(/^[0-9a-f]{64}$/.test(digits) ? digits : text);
}

async function check(): Promise<void> {
  const subject = files.find((file) => !/\.tsr(\.json)?$/.test(file.name)) ?? files[0];
  if (!subject) return;
  const mine = ++round;
  main.dataset.state = "working";
  output.replaceChildren();
  bar.hidden = false;
  let read = 0;
  const onRead = (bytes: number) => {
    read += bytes;
    bar.value = Math.min(0.99, read / (subject.size * passes + 1));
  };
  const source = fileSource(subject, onRead);
  const beside = new Map(files.filter((file) => file !== subject).map((file) => [file.name, fileSource(file)]));
  const judged = await judge({ file: subject.name, source, beside, trust: trustOf() }, (part) => {
    status.textContent = `Đang kiểm tra: ${part}`;
  });
  const sha256 = await sha256Of(source).catch(() => "");
  if (mine !== round) return;
  const print = make("button", { class: "plain screen-only", type: "button" }, "In biên bản kiểm tra");
  print.addEventListener("click", () => window.print());
  const unjudged = files.filter((file) => file !== subject && !/\.tsr(\.json)?$/.test(file.name));
  const others = unjudged.map((file) =>
    make("p", { class: "soft" }, `Chưa kiểm tra tệp này, hãy đưa vào riêng: ${file.name}`),
  );
  const result = resultOf({ ...judged, name: subject.name, sizeBytes: subject.size, sha256 });
  output.replaceChildren(...others, result, print);
  bar.hidden = true;
  status.textContent = "Đã kiểm tra xong.";
  main.dataset.state = "done";
}

build();
