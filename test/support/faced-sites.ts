// Promises a few small sites behind one proxy on 127.0.0.1, each with faces of its own, and a log of who asked for what and when.
import http from "node:http";
import type { AddressInfo } from "node:net";

export interface FacedVisit {
  host: string;
  path: string;
  userAgent: string;
  referrer: string;
  /** Milliseconds of a monotonic clock. */
  atMs: number;
}

export interface Visitor {
  isPhone: boolean;
  isFromSearch: boolean;
  path: string;
}

export interface FacedAnswer {
  status: number;
  html: string;
  headers?: Record<string, string>;
}

export interface FacedSites {
  /** For `VONGGAC_PROXY`. */
  proxyUrl: string;
  visits: FacedVisit[];
  stop(): Promise<void>;
}

/** Any host that `sites` does not name is a dead domain (502); nothing is forwarded. */
export async function startFacedSites(sites: Record<string, (visitor: Visitor) => FacedAnswer>): Promise<FacedSites> {
  const visits: FacedVisit[] = [];
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://nowhere.example");
    const userAgent = request.headers["user-agent"] ?? "";
    const referrer = request.headers.referer ?? "";
    visits.push({ host: url.hostname, path: url.pathname, userAgent, referrer, atMs: performance.now() });
    const site = sites[url.hostname];
    if (!site) return void response.writeHead(502).end("no such host");
    if (/^\/(robots\.txt|favicon)/.test(url.pathname)) return void response.writeHead(404).end("không có");
    const isPhone = /iPhone|Android/.test(userAgent);
    const answer = site({ isPhone, isFromSearch: /google/.test(referrer), path: url.pathname });
    response.writeHead(answer.status, { "content-type": "text/html; charset=utf-8", ...answer.headers });
    response.end(answer.html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { proxyUrl: `http://127.0.0.1:${port}`, visits, stop };
}

const page = (title: string, body: string): FacedAnswer => ({
  status: 200,
  html: `<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head><body>${body}</body></html>`,
});

/** A tailor's home page of our own. */
export const tailor = page(
  "Tiệm may Cô Thơ",
  `<h1>Tiệm may Cô Thơ</h1><p>Nhận may áo dài, sơ mi và đồng phục lớp. Khách đến đo vào buổi chiều, hẹn thử sau năm ngày, lấy áo sau bảy ngày.</p>
<p>Vải lanh, vải thô và lụa tơ bán theo mét. Sửa gấu quần, thay khoá, bóp eo làm trong ngày.</p><p>Tiệm ở đầu ngõ Cây Me, nghỉ chủ nhật.</p>`,
);

/** What makes a page too long to be taken for a shell that scripts fill. */
const diary = Array.from(
  { length: 6 },
  (_, i) => `<p>Tuần ${i + 1} tiệm nhận thêm một mối đồng phục, cô Thơ cắt rập ban ngày, tối vắt sổ tới khuya.</p>`,
).join("");

/** The same tailor for phones: other order, a shorter text, a line of its own. */
export const tailorForPhones = page(
  "Cô Thơ may đo",
  `<p>Cài ứng dụng để đặt hẹn</p><p>Tiệm ở đầu ngõ Cây Me, nghỉ chủ nhật.</p><p>Vải lanh, vải thô và lụa tơ bán theo mét. Sửa gấu quần, thay khoá, bóp eo làm trong ngày.</p>
<h1>Tiệm may Cô Thơ</h1><p>Nhận may áo dài, sơ mi và đồng phục lớp. Khách đến đo vào buổi chiều, hẹn thử sau năm ngày.</p>`,
);

/** The tailor's bytes for everybody; a script sends visitors from a search page to `/sanh`. */
export const tailorWithScript: FacedAnswer = {
  ...tailor,
  html: tailor.html.replace(
    "</body>",
    `${diary}<script>if (/google/.test(document.referrer)) location.replace("/sanh");</script></body>`,
  ),
};

/** A bookmaker of our own invention. */
export const bookmaker = page(
  "Cổng Kim Long – cá cược bóng đá, tài xỉu, nổ hũ đổi thưởng",
  `<h1>Nhà cái Kim Long</h1><p>Đăng ký nhận ngay 88K, thưởng nạp lần đầu 100%, hoàn cược mỗi tuần, rút tiền siêu tốc.</p>
<ul><li>Cá cược bóng đá, kèo châu Á, kèo tài xỉu, cược xiên, soi kèo mỗi tối.</li><li>Casino trực tuyến: baccarat, xóc đĩa, rồng hổ.</li>
<li>Nổ hũ, bắn cá đổi thưởng, lô đề online 1 ăn 98.</li></ul><p>Nạp tiền qua ngân hàng, tuyển đại lý hoa hồng 45%.</p>`,
);

export const notFound: FacedAnswer = { ...page("404", "<h1>404 – Không tìm thấy trang</h1>"), status: 404 };

/** What a shield answers to programs. */
export const challenge: FacedAnswer = {
  ...page("Just a moment...", "<p>Checking your browser before accessing the site.</p>"),
  status: 403,
  headers: { "cf-mitigated": "challenge", server: "cloudflare" },
};
