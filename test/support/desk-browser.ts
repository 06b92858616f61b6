// Promises a desk that listens, a real Chromium in front of it, and findings with pictures of pages of our own making.
import { type Browser, chromium, type Page } from "playwright-core";
import { createServer } from "#admin/server/create-server.ts";
import { ensureWebBundle } from "#admin/server/web-bundle.ts";
import { createDeskPorts } from "#admin/cli/desk-ports.ts";
import type { Origins } from "#admin/server/origins.ts";
import { findBrowser } from "#crawler/browser/find-browser.ts";
import { openTestDesk, type SeedFinding, seedFinding, type Shown, signal, type TestDesk } from "./desk.ts";

export interface BrowserDesk {
  desk: TestDesk;
  browser: Browser;
  origins: Origins;
  close(): Promise<void>;
}

/** The desk on a port of the system's choice; Chromium resolves `*.localhost` to this machine by itself. */
export async function openBrowserDesk(port: number, env: Record<string, string> = {}): Promise<BrowserDesk> {
  const webDir = await ensureWebBundle();
  const desk = await openTestDesk({ VONGGAC_PORT: String(port), ...env }, null);
  const name = (surface: string) => `http://${surface}.localhost:${port}`;
  const origins = { desk: name("desk"), evidence: name("evidence"), replay: name("replay"), secure: false };
  const { config, store, database } = desk;
  const ports = createDeskPorts({ config, database: { ...database, how: "test" } });
  const server = await createServer({ config, pool: database.pool, store, ports, origins, webDir });
  await server.listen({ host: "127.0.0.1", port });
  const found = await findBrowser(config);
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    env: found.env,
    chromiumSandbox: found.sandboxed,
    args: ["--disable-gpu", "--disable-dev-shm-usage"],
  });
  const close = async () => {
    await browser.close();
    await server.close();
    await desk.close();
  };
  return { desk, browser, origins, close };
}

const locateRuns = `(() => {
  const runs = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!/\\S/.test(node.data)) continue;
    range.selectNodeContents(node);
    const r = range.getBoundingClientRect();
    const words = [...node.data.matchAll(/\\S+/g)].map((word) => {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const box = range.getBoundingClientRect();
      return [box.left, box.width];
    });
    runs.push({ text: node.data.replace(/\\s+/g, " ").trim(), x: r.left, y: r.top, width: r.width, height: r.height, words });
  }
  return runs;
})()`;

/** What an evidence visit would have kept of this page. */
export async function photograph(browser: Browser, html: string): Promise<Shown> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.setContent(html);
    const [png, text, boxes, height] = [
      await page.screenshot({ fullPage: true }),
      await page.evaluate("document.body.innerText"),
      await page.evaluate(locateRuns),
      await page.evaluate("document.documentElement.scrollHeight"),
    ];
    return {
      picture: { png, width: 1280, height: height as number },
      text: text as string,
      boxes: boxes as NonNullable<Shown["boxes"]>,
      dom: await page.content(),
    };
  } finally {
    await page.close();
  }
}

const shell = (title: string, colour: string, body: string) =>
  `<!doctype html><html lang="vi"><meta charset="utf-8"><title>${title}</title><style>body{margin:0;font:18px/1.6 Arimo,sans-serif}header{background:${colour};color:#fff;padding:28px 48px}main{padding:32px 48px}h1{margin:0}form{border:2px solid ${colour};padding:16px;width:420px}input{display:block;margin:8px 0;padding:8px;width:90%}footer{padding:32px 48px;background:#eee;margin-top:40px}a{color:${colour}}</style><header><h1>${title}</h1></header><main>${body}</main>`;

const gambling = shell(
  "Cổng game Sông Vàng 88",
  "#9b1c31",
  `<p>Nạp tiền lần đầu thưởng ngay 150%, rút tiền 5 phút về tài khoản.</p>
  <p>Tỷ lệ kèo nhà cái hôm nay cập nhật liên tục, đặt cược bóng đá, lô đề, xóc đĩa trực tuyến.</p>
  <p>Đại lý cấp 1 hoa hồng 45%. Link vào mới nhất khi bị chặn.</p><form><b>Đăng ký nhận thưởng</b><input placeholder="Số điện thoại"><input placeholder="Số tài khoản ngân hàng"><button>Nạp ngay</button></form>
  <p style="margin-top:600px">Chơi có trách nhiệm, chỉ dành cho người trên 18 tuổi.</p><footer>© Sông Vàng 88</footer>`,
);
const news = shell(
  "Tin Nhanh Miền Gió",
  "#1d4f8a",
  `<h2>Đoàn thiện nguyện trao 300 suất quà cho học sinh vùng cao</h2><p>Theo nguồn tổng hợp, sáng nay đoàn đã có mặt tại điểm trường để trao quà, áo ấm cùng sách vở cho các em.</p><p>Bài viết không ghi nguồn gốc tin.</p><footer>Tin Nhanh Miền Gió. Giấy phép số 45/GP-TTĐT cấp ngày 12/3/2019.</footer>`,
);
const bank = shell(
  "Ngân hàng Hạt Sen, xác thực tài khoản",
  "#0a6b3d",
  `<p>Tài khoản của quý khách tạm khóa. Vui lòng xác thực trong 24 giờ.</p><form><input placeholder="Số điện thoại đăng ký"><input placeholder="Mật khẩu"><input placeholder="Mã OTP"><button>Xác thực ngay</button></form>`,
);

const text = (raw: string) => [{ kind: "text" as const, field: "text" as const, start: 0, end: raw.length, raw }];

export const gamblingSeed: SeedFinding = {
  url: "https://songvang88.example/",
  title: "Cổng game Sông Vàng 88",
  category: "gambling",
  verdict: "flag",
  score: 3.6,
  signals: [
    signal({
      say: "Trang mời nạp tiền để nhận thưởng: “Nạp tiền lần đầu thưởng ngay 150%”.",
      weight: 1.6,
      anchors: text("Nạp tiền lần đầu thưởng ngay 150%"),
      cites: ["Nghị định 147/2024/NĐ-CP"],
    }),
    signal({
      rule: "gambling.odds",
      say: "Trang đăng tỷ lệ cược và mời đặt cược: “Tỷ lệ kèo nhà cái hôm nay”.",
      weight: 1.2,
      anchors: text("Tỷ lệ kèo nhà cái hôm nay"),
    }),
    signal({
      rule: "gambling.agent",
      say: "Trang tuyển đại lý ăn hoa hồng: “Đại lý cấp 1 hoa hồng 45%”.",
      weight: 0.8,
      anchors: text("Đại lý cấp 1 hoa hồng 45%"),
    }),
  ],
};

/** Findings as a working day brings them, gravest and oldest first in the queue. */
export async function seedWorkday(desk: TestDesk, browser: Browser): Promise<void> {
  const [first, second, third] = [
    await photograph(browser, gambling),
    await photograph(browser, news),
    await photograph(browser, bank),
  ];
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  await seedFinding(desk, { ...gamblingSeed, shown: first, at: hoursAgo(5) });
  await seedFinding(desk, {
    url: "https://nganhang-hatsen.example/xac-thuc",
    title: "Ngân hàng Hạt Sen, xác thực tài khoản",
    category: "impersonation",
    score: 2.8,
    shown: third,
    at: hoursAgo(30),
    signals: [
      signal({
        rule: "impersonation.form",
        category: "impersonation",
        say: "Biểu mẫu đòi mật khẩu và mã OTP trên tên miền không thuộc Ngân hàng Hạt Sen.",
        weight: 2,
        legalGrade: true,
        anchors: [{ kind: "absence", searched: ["tên miền chính thức của Ngân hàng Hạt Sen"] }],
        clearedBy: "Tên miền có trong danh sách tên miền chính thức của ngân hàng.",
      }),
      signal({
        rule: "impersonation.urgency",
        category: "impersonation",
        say: "Trang thúc ép: “Vui lòng xác thực trong 24 giờ”.",
        weight: 0.8,
        anchors: text("Vui lòng xác thực trong 24 giờ"),
      }),
    ],
  });
  await seedFinding(desk, {
    url: "https://tinnhanhmiengio.example/",
    title: "Tin Nhanh Miền Gió",
    category: "unlicensed_news",
    verdict: "review",
    score: 1.4,
    shown: second,
    at: hoursAgo(50),
    signals: [
      signal({
        rule: "news.licence-register",
        category: "unlicensed_news",
        say: "Số giấy phép “45/GP-TTĐT” nêu ở chân trang không có trong sổ đăng ký tra ngày 20/11/2026: chưa xác định được giấy phép.",
        weight: 1.4,
        anchors: [
          ...text("45/GP-TTĐT"),
          { kind: "register", register: "Danh sách trang TTĐT tổng hợp", row: "", importedAt: "2026-11-20T02:00:00Z" },
        ],
        clearedBy: "Đơn vị xuất trình giấy phép còn hiệu lực.",
      }),
    ],
  });
}

/** Signs in by the form, as a person does. */
export async function enter(page: Page, origins: Origins, login: string, password: string): Promise<void> {
  await page.goto(`${origins.desk}/queue`);
  await page.getByLabel("Tên đăng nhập").fill(login);
  await page.getByLabel("Mật khẩu").fill(password);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Hàng đợi phát hiện" }).waitFor();
}
