// Promises that interstitials, walls, parking pages and errors are told from content, and that content about them stays content.
import { describe, expect, it } from "vitest";
import type { PageCondition } from "#core/nouns/page.ts";
import { extractPage } from "#crawler/page/extract-page.ts";

const judge = (html: string, options: { status?: number | null; url?: string; headers?: [string, string][] } = {}) => {
  const url = options.url ?? "https://mau.vn/trang";
  return extractPage({
    url,
    finalUrl: url,
    status: options.status === undefined ? 200 : options.status,
    headers: options.headers ?? [],
    html,
  });
};
const long = `<article>${"<p>Nhiều bạn đọc hỏi vì sao trang báo lỗi 404 hoặc yêu cầu captcha, xác minh bạn là con người, rồi tài khoản bị tạm khóa, và cách xử lý từng trường hợp.</p>".repeat(25)}</article>`;

const cases: [PageCondition, string, string, Parameters<typeof judge>[1]][] = [
  [
    "challenge",
    "a Cloudflare check",
    "<title>Just a moment...</title><script>window._cf_chl_opt={}</script><p>Enable JavaScript</p>",
    { status: 403 },
  ],
  [
    "challenge",
    "a Cloudflare check known by its header only",
    "<title>x</title><p>Đợi</p>",
    { status: 403, headers: [["CF-Mitigated", "challenge"]] },
  ],
  [
    "challenge",
    "a captcha interstitial",
    '<title>Security check</title><div class="h-captcha"></div><p>Verify you are human</p>',
    {},
  ],
  [
    "challenge",
    "a Vietnamese check",
    "<title>Kiểm tra</title><p>Vui lòng xác minh bạn là con người để tiếp tục.</p>",
    {},
  ],
  [
    "challenge",
    "an Imperva block",
    '<iframe src="/_Incapsula_Resource?x"></iframe><p>Request unsuccessful. Incapsula incident ID: 1</p>',
    { status: 403 },
  ],
  ["content", "a long article about captchas and errors", `<title>Vì sao gặp lỗi 404 và captcha?</title>${long}`, {}],
  [
    "content",
    "a login form with a Turnstile box: it may be the deception",
    '<title>Ngân hàng</title><div class="cf-turnstile"></div><p>Xác minh bạn là con người</p><form><input name=user><input type=password></form>',
    {},
  ],
  [
    "content",
    "a page that carries Cloudflare's ordinary beacon",
    '<p>Trang chủ của phường, thông báo lịch tiếp dân.</p><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
    {},
  ],
  [
    "content",
    "a phishing-like login page elsewhere",
    "<title>Đăng nhập Facebook</title><p>Đăng nhập để tiếp tục</p><form><input name=email><input type=password></form>",
    { url: "https://facebook.dang-nhap.xyz/login" },
  ],
  [
    "login-wall",
    "Facebook's login page on a content address",
    "<title>Facebook</title><form><input name=email><input type=password name=pass></form>",
    { url: "https://www.facebook.com/login/?next=x" },
  ],
  ["login-wall", "HTTP 401", "<p>Unauthorized</p>", { status: 401 }],
  ["login-wall", "a page that only asks to log in", "<p>Bạn cần đăng nhập để xem nội dung này.</p>", {}],
  ["parked", "a domain for sale", "<title>mau.vn</title><h1>This domain is for sale</h1>", {}],
  ["parked", "a Vietnamese suspension page", "<p>Tài khoản hosting của website này đã bị tạm khóa.</p>", {}],
  [
    "parked",
    "nginx's first page",
    "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1><p>If you see this page, the web server is installed.</p>",
    {},
  ],
  ["parked", "a directory listing", "<title>Index of /</title><h1>Index of /</h1><a href=a>a</a>", {}],
  ["error", "HTTP 503", "<p>Nội dung gì cũng vậy</p>", { status: 503 }],
  [
    "error",
    "a gateway error without its status",
    "<title>502 Bad Gateway</title><center>nginx</center>",
    { status: null },
  ],
  [
    "soft-404",
    "200 with a not-found title",
    "<title>404 - Không tìm thấy trang</title><nav><a href=/>Trang chủ</a></nav><p>Xin lỗi.</p>",
    {},
  ],
  ["soft-404", "200 with a not-found heading", "<title>Báo Mẫu</title><h1>Trang bạn tìm không tồn tại</h1>", {}],
  ["empty", "nothing at all", "", {}],
  ["empty", "white space and scripts", "<script>1</script> &nbsp; ", {}],
  ["content", "a splash page of one picture", "<a href=/vao><img src=splash.jpg></a>", {}],
  ["content", "an ordinary short page", "<title>Xã Mẫu</title><p>Thông báo lịch tiếp công dân tháng này.</p>", {}],
];

describe("condition of a page", () => {
  it.each(cases)("is %s for %s", (condition, _what, html, options) => {
    const page = judge(html, options);
    expect(page.condition, page.conditionReason).toBe(condition);
    expect(page.conditionReason === "").toBe(condition === "content");
  });
});

describe("needing a browser", () => {
  it.each([
    ["an app root with bundles", '<title>App</title><div id="root"></div><script src="/main.js"></script>', true],
    [
      "a note to switch scripts on",
      "<noscript>You need to enable JavaScript to run this app.</noscript><p>Đang tải</p><script src=a.js></script>",
      true,
    ],
    ["a meta refresh", '<meta http-equiv="Refresh" content="0; URL=/moi"><p>Chuyển trang</p>', true],
    ["a redirect by script", "<script>window.location.href='/moi'</script><p>Chuyển trang</p>", true],
    ["an ordinary page with scripts", `<div id="app">${long}</div><script src=a.js></script>`, false],
    ["a short page without scripts", "<p>Thông báo</p>", false],
    [
      "a challenge, which is not to be passed",
      "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>",
      false,
    ],
  ])("says so for %s", (_what, html, expected) => {
    expect(judge(html).needsBrowser).toBe(expected);
  });
});
