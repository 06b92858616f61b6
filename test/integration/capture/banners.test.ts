// Promises that layers over a page are photographed first and closed only by their own control, and that media stand beside the capture.
import { hash } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pixel, startSite, type Site } from "./site.ts";
import { visitOnce, type Visited } from "./visit-once.ts";

const under = `<body style="margin:0;background:#0000ff"><h1>Nội dung trang</h1><div style="height:1500px"></div>`;
const layer = (inside: string, more = "") =>
  `<!doctype html><meta charset="utf-8"><title>lớp</title>${under}<div id="l" style="position:fixed;inset:0;background:#ff0000;z-index:9">${inside}</div>${more}`;
const button = (label: string, act: string) => `<button type="button" onclick="${act}">${label}</button>`;
const gone = "document.getElementById('l').remove()";

const pages: Record<string, string> = {
  "/cookie": layer(
    `Chúng tôi dùng cookie ${button("Đồng ý", "fetch('/agreed')")}${button("Từ chối", `fetch('/refused');${gone}`)}`,
  ),
  "/close-icon": layer(
    `Khuyến mãi 100% <a href="/dang-ky">Đăng ký</a><span style="cursor:pointer" onclick="${gone}">✕</span>`,
  ),
  "/agree-only": layer(`Điều khoản ${button("Đồng ý", "fetch('/agreed')")}${button("Chấp nhận", "fetch('/agreed')")}`),
  "/age": layer(
    `Bạn đã đủ 18 tuổi chưa? ${button("Không", "fetch('/answered')")}${button("Đóng", "fetch('/answered')")}`,
  ),
  "/login": layer(
    `<form action="/in"><input type="password"><button>Đóng</button></form>${button("Đóng", "fetch('/answered')")}`,
  ),
  "/link": layer(`Quảng cáo <a href="/away">Đóng</a><form action="/sent"><button>Bỏ qua</button></form>`),
  "/traps": layer(`Quảng cáo ${button("Đóng", "location.href='/away'")}`),
  "/slow-traps": layer(
    `<form id="f" action="/sent" method="post"></form>Quảng cáo ${button("Đóng", "setTimeout(() => document.getElementById('f').submit(), 650); setTimeout(() => (location.href = '/away'), 700)")}`,
  ),
  "/ground": `<!doctype html><title>nền</title><div style="position:fixed;inset:0;background:#0f0;z-index:-1"></div><div style="position:fixed;inset:0;z-index:5;pointer-events:none"></div><h1>Nội dung</h1>`,
  "/none": `<!doctype html><title>không</title>${under}`,
  "/gone": "ok",
  "/media": `<!doctype html><title>phim</title><video width="300" height="200" poster="/poster.png" src="/film.mp4" preload="auto"></video><video src="/never.mp4" preload="none"></video><video id="b"></video><script>document.getElementById('b').src = URL.createObjectURL(new Blob(['x']))</script>`,
};
const film = Buffer.alloc(40_000, 3);
let site: Site;
const visit = (path: string): Promise<Visited> => {
  site.asked.length = 0;
  return visitOnce(`${site.origin}${path}`, [site.port]);
};
const noteOf = ({ bundle }: Visited) => bundle.steps.find((step) => step.step === "banners")?.note ?? "";
const groundOf = async (png: Buffer) => {
  const pixels = await sharp(png).extract({ left: 1000, top: 500, width: 1, height: 1 }).removeAlpha().raw().toBuffer();
  return [...pixels];
};

beforeAll(async () => {
  site = await startSite({
    ...pages,
    "/film.mp4": (_request, response) =>
      void response.writeHead(200, { "content-type": "video/mp4", "content-length": film.length }).end(film),
    "/poster.png": (_request, response) => void response.writeHead(200, { "content-type": "image/png" }).end(pixel),
  });
});
afterAll(() => site.close());

test.each([
  ["/cookie", "Từ chối"],
  ["/close-icon", "✕"],
])("a layer with a control to close or refuse is kept as a picture and then closed by it: %s", async (path, label) => {
  const seen = await visit(path);
  expect(noteOf(seen)).toContain(`chương trình bấm «${label}»: lớp phủ đã đóng`);
  const before = seen.bundle.attachments.find((kept) => kept.kind === "before-banner")!;
  expect(before.sha256).toBe(hash("sha256", seen.read(before.file), "hex"));
  expect(await groundOf(seen.read(before.file))).toEqual([255, 0, 0]);
  expect(await groundOf(seen.read(seen.bundle.viewportFile))).toEqual([0, 0, 255]);
  expect(site.asked).not.toContain("GET /agreed");
  expect(seen.bundle.status).toBe("captured");
});

test.each([
  ["agrees to nothing", "/agree-only", "không có nút đóng"],
  ["answers no question of age", "/age", "hỏi tuổi hoặc đòi đăng nhập"],
  ["touches no login", "/login", "có ô mật khẩu"],
  ["follows no link and sends no form", "/link", "không có nút đóng"],
])("the visit %s: the layer stays, both pictures show it", async (_name, path, why) => {
  const seen = await visit(path);
  expect(noteOf(seen)).toContain(`để nguyên (${why})`);
  expect(noteOf(seen)).not.toContain("bấm");
  expect(site.asked.filter((line) => line !== `GET ${path}` && !/robots|favicon/.test(line))).toEqual([]);
  expect(await groundOf(seen.read(seen.bundle.viewportFile))).toEqual([255, 0, 0]);
  expect(seen.bundle.attachments.map((kept) => kept.kind)).toContain("before-banner");
});

test("a control that would lead away is held back, and the note names where it wanted to go", async () => {
  const seen = await visit("/traps");
  expect(noteOf(seen)).toContain(`lớp phủ còn đó, đã ngăn chuyển tới ${site.origin}/away`);
  expect(seen.bundle.finalUrl).toBe(`${site.origin}/traps`);
  expect(site.asked).not.toContain("GET /away");
});

test("a control that leads away only later, or sends a form then, is held back as well", async () => {
  const seen = await visit("/slow-traps");
  const after = seen.bundle.steps.find((step) => step.step === "settle-after-banners")?.note;
  expect(after).toContain(`đã ngăn trang chuyển tới ${site.origin}/sent, ${site.origin}/away`);
  expect(seen.bundle.finalUrl).toBe(`${site.origin}/slow-traps`);
  expect(site.asked.filter((line) => /sent|away/.test(line))).toEqual([]);
});

test("a layer behind the page, or one that lets everything through, is no banner", async () => {
  const seen = await visit("/ground");
  expect(noteOf(seen)).toBe("không có lớp phủ");
});

test("a page without layers has no picture of before, and an MHTML file that holds its text", async () => {
  const seen = await visit("/none");
  expect(noteOf(seen)).toBe("không có lớp phủ");
  expect(seen.bundle.attachments.map((kept) => kept.kind)).toEqual(["mhtml"]);
  const [mhtml] = seen.bundle.attachments;
  const bytes = seen.read(mhtml!.file);
  expect([bytes.length, hash("sha256", bytes, "hex")]).toEqual([mhtml!.sizeBytes, mhtml!.sha256]);
  expect(bytes.toString("latin1")).toContain(`Snapshot-Content-Location: ${site.origin}/none`);
});

test("a poster and a whole video are attachments; what the page did not load or builds by script is named", async () => {
  const seen = await visit("/media");
  const kept = Object.fromEntries(seen.bundle.attachments.map((each) => [each.kind, each]));
  expect(seen.read(kept["poster"]!.file)).toEqual(pixel);
  expect(seen.read(kept["video"]!.file)).toEqual(film);
  expect(kept["video"]).toMatchObject({ url: `${site.origin}/film.mp4`, mime: "video/mp4", sizeBytes: film.length });
  const declined = seen.bundle.notCaptured.map((gap) => `${gap.what}: ${gap.why}`);
  expect(declined).toContain(`video ${site.origin}/never.mp4: trang không tải tới khi xem`);
  expect(declined.some((line) => line.startsWith("video blob:") && line.includes("ghép"))).toBe(true);
});
