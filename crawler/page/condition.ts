// Promises to tell an answer of the site from a challenge, a login wall, a parking page, an error or nothing; in doubt it is content.
import type { Page, PageCondition } from "#core/nouns/page.ts";
import { plainVietnamese } from "./plain-vietnamese.ts";
import { siteOf } from "./site-of.ts";

export type ConditionInput = Pick<
  Page,
  | "finalUrl"
  | "status"
  | "html"
  | "text"
  | "title"
  | "headings"
  | "mainText"
  | "links"
  | "forms"
  | "images"
  | "hiddenText"
> & {
  /** Pairs as received; [] where unknown. */
  headers: [string, string][];
};

export interface Judgement {
  condition: PageCondition;
  reason: string;
}

interface Look {
  input: ConditionInput;
  host: string;
  title: string;
  /** Visible text without diacritics, its first 6000 characters. */
  words: string;
  size: number;
  /** The first 200 000 characters of source, lower case. */
  source: string;
}

/** The first rule that speaks decides; each needs a page too small to be an article about its own words. */
export function judgeCondition(input: ConditionInput): Judgement {
  const look: Look = {
    input,
    host: URL.parse(input.finalUrl)?.hostname ?? "",
    title: plainVietnamese((input.title?.text ?? "").normalize("NFC").slice(0, 300)),
    words: plainVietnamese(input.text.slice(0, 6000).normalize("NFC")),
    size: input.text.length,
    source: input.html.slice(0, 200_000).toLowerCase(),
  };
  return (
    challenge(look) ??
    loginWall(look) ??
    errorAnswer(look) ??
    parked(look) ??
    softNotFound(look) ??
    emptyPage(look) ?? { condition: "content", reason: "" }
  );
}

/** Marks that stand only in interstitials; Cloudflare's `scripts/jsd` beacon and a Turnstile box in a form do not count. */
const challengeMarks: [string, RegExp][] = [
  [
    "Cloudflare",
    /_cf_chl_opt|cf-chl-|cf_chl_|cf-browser-verification|jschl[-_]vc|jschl-answer|cf-challenge|cf_captcha_kind|challenge-form" action="[^"]{0,300}__cf_chl/,
  ],
  ["DDoS-Guard", /check\.ddos-guard\.net|\/\.well-known\/ddos-guard\/(?:js-)?challenge|ddos-guard.{0,40}checking/],
  ["Sucuri", /sucuri_cloudproxy_js|sucuri website firewall - access denied/],
  ["Imperva", /_incapsula_resource|incapsula incident id/],
  ["Akamai", /errors\.edgesuite\.net|akam\/13\/.{0,40}challenge|sec-if-cpt-container/],
  ["DataDome", /geo\.captcha-delivery\.com|captcha-delivery\.com\/captcha/],
  ["PerimeterX", /px-captcha|perimeterx.{0,40}captcha/],
  ["AWS WAF", /awswafcookiedomainlist|token\.awswaf\.com|gokuprops/],
  ["Vietnamese shield", /d1n_?challenge|bkav-?challenge|vng-?antibot|document\.cookie\s{0,3}=\s{0,3}["']d1n=/],
];
const challengeTitles =
  /^just a moment|^attention required! \| cloudflare|^cho mot chut|^ddos-guard$|^checking your browser|^please wait\.\.\. \| cloudflare|^access to this page has been denied|^pardon our interruption|^one more step|^security check|^kiem tra bao mat$|^xac minh bao mat/;
const humanWords =
  /verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)|checking (?:if the site connection is secure|your browser before)|xac (?:minh|nhan|thuc) (?:rang )?(?:ban|quy khach) (?:khong phai (?:la )?(?:robot|may|nguoi may)|la (?:con )?nguoi)|dang kiem tra trinh duyet|kiem tra trinh duyet cua ban|complete the (?:security check|captcha)|hoan thanh (?:ma )?captcha/;
const captchaBoxes =
  /hcaptcha\.com\/1\/api|recaptcha\/(?:api|enterprise)|class="(?:g-recaptcha|h-captcha|cf-turnstile)|challenges\.cloudflare\.com\/turnstile/;

function challenge({ input, title, words, size, source }: Look): Judgement | null {
  const asksSecrets = input.forms.some((form) =>
    form.asks.some((ask) => ask === "password" || ask === "card" || ask === "otp"),
  );
  if (size > 2500 || input.links.filter((link) => link.visible).length > 25 || asksSecrets) return null;
  const mark = challengeMarks.find(([, pattern]) => pattern.test(source));
  if (mark && (size < 1500 || challengeTitles.test(title)))
    return { condition: "challenge", reason: `Trang kiểm tra truy cập (${mark[0]})` };
  const mitigated = input.headers.some(
    ([name, value]) => name.toLowerCase() === "cf-mitigated" && value.toLowerCase() === "challenge",
  );
  if (mitigated) return { condition: "challenge", reason: "Trang kiểm tra truy cập (Cloudflare: cf-mitigated)" };
  const saysHuman = humanWords.test(words) || challengeTitles.test(title);
  const boxed = captchaBoxes.test(source) || (input.status !== null && [403, 429, 503].includes(input.status));
  if (saysHuman && (boxed || size < 600) && size < 1500)
    return { condition: "challenge", reason: "Trang yêu cầu xác minh người truy cập" };
  return null;
}

const platforms = new Set([
  "facebook.com",
  "fb.com",
  "instagram.com",
  "x.com",
  "twitter.com",
  "tiktok.com",
  "zalo.me",
  "zaloapp.com",
  "linkedin.com",
  "threads.net",
  "threads.com",
]);
const wallPaths = /\/(?:login|checkpoint|accounts\/login|authwall|uas\/login|i\/flow\/login|signup)(?:[/?.]|$)/i;
const wallWords =
  /log ?in to (?:continue|see|view)|you must log in|sign (?:in|up) to (?:see|view|continue)|dang nhap de (?:tiep tuc|xem)|ban phai dang nhap|dang nhap hoac dang ky de xem/;

/** Platforms by name, and pages that ask for a login without a login form. A login form elsewhere is content: it may be the deception itself. */
function loginWall({ input, host, words, size }: Look): Judgement | null {
  if (input.status === 401) return { condition: "login-wall", reason: "HTTP 401" };
  const asksPassword = input.forms.some((form) => form.asks.includes("password"));
  if (platforms.has(siteOf(host))) {
    const path = URL.parse(input.finalUrl)?.pathname ?? "";
    if (size < 4000 && (asksPassword || wallPaths.test(path) || wallWords.test(words)))
      return { condition: "login-wall", reason: `Nền tảng yêu cầu đăng nhập (${host})` };
    return null;
  }
  const asksAnything = input.forms.some((form) => form.asks.some((ask) => ask !== "search"));
  if (!asksAnything && size < 600 && /dang nhap de (?:tiep tuc )?xem|log ?in to (?:continue|view) /.test(words)) {
    return { condition: "login-wall", reason: "Trang chỉ yêu cầu đăng nhập để xem" };
  }
  return null;
}

const errorTitles =
  /^(?:error )?(?:4(?:00|03|05|10|29)|5\d\d)\b|^(?:bad gateway|forbidden|service (?:temporarily )?unavailable|internal server error|gateway time-?out|access denied|database error|error establishing a database connection|loi he thong|origin dns error)\b|\| 5\d\d: |^(?:http )?(?:loi|error) 5\d\d/;

function errorAnswer({ input, title, size, words }: Look): Judgement | null {
  if (input.status !== null && input.status >= 400) return { condition: "error", reason: `HTTP ${input.status}` };
  if (size < 1000 && errorTitles.test(title)) return { condition: "error", reason: "Trang báo lỗi của máy chủ" };
  if (
    size < 300 &&
    /^(?:error establishing a database connection|fatal error|service unavailable|database error|warning: mysqli?_)/.test(
      words,
    )
  )
    return { condition: "error", reason: "Trang báo lỗi của máy chủ" };
  return null;
}

const parkedWords =
  /(?:this )?domain (?:name )?(?:is|may be) (?:for sale|parked|available for (?:sale|purchase))|buy this domain|domain (?:has )?expired|ten mien (?:nay )?(?:dang (?:duoc )?(?:rao )?ban|da het han|da duoc dang ky|dang duoc giu cho|chua duoc tro)|(?:account|website|site) (?:has been |is )?suspended|(?:hosting|website|tai khoan).{0,40}(?:bi tam (?:khoa|ngung)|tam ngung hoat dong|da bi khoa|het han su dung)|parked free|courtesy of godaddy|future home of something|this (?:site|website) is under construction|website dang (?:duoc )?(?:xay dung|bao tri|nang cap)|trang web (?:nay )?dang (?:duoc )?xay dung/;
const serverTitles =
  /^index of \/|^welcome to (?:nginx|openresty|caddy|centos)|apache2? .{0,20}default page|^iis (?:windows|7|8|10)|^test page for|^default (?:web site )?page|^it works!?$|^(?:account|website|domain) suspended|domain (?:is )?for sale|^parked domain|^hugedomains|^apache http server test page|^plesk|^web server's default page/;
const parkedSources =
  /sedoparking\.com|parkingcrew\.net|bodis\.com|hugedomains\.com\/domain_profile|afternic\.com\/forsale|dan\.com\/buy-domain|parklogic\.com|cdn-cgi\/suspended|cgi-sys\/suspendedpage|window\.park\s{0,3}=/;

function parked({ title, words, size, source, input }: Look): Judgement | null {
  if (size > 2500) return null;
  if (serverTitles.test(title) && (size < 1500 || !title.startsWith("default")))
    return { condition: "parked", reason: "Trang mặc định của máy chủ hoặc nhà đăng ký" };
  if (size < 1500 && parkedWords.test(words) && input.forms.every((form) => !form.asks.includes("password")))
    return { condition: "parked", reason: "Tên miền để không, rao bán hoặc bị tạm ngưng" };
  if (size < 1500 && parkedSources.test(source))
    return { condition: "parked", reason: "Trang của dịch vụ giữ tên miền" };
  return null;
}

const notFoundWords =
  /(?:^|\W)(?:404|410)(?:\W|$)|not found|khong tim thay (?:trang|noi dung|bai viet|duong dan|file|tep|du lieu|trang web)|khong ton tai|page (?:you requested )?(?:could not|can't|cannot|can not) be found|trang .{0,40}khong (?:ton tai|tim thay|co san)|doesn'?t exist|no longer available/;

function softNotFound({ input, title, words, size }: Look): Judgement | null {
  const prose = input.mainText ? input.mainText.end - input.mainText.start : 0;
  if (prose > 1500) return null;
  if (notFoundWords.test(title) && size < 12_000)
    return { condition: "soft-404", reason: "Tiêu đề báo không tìm thấy trang" };
  const heading = input.headings
    .slice(0, 3)
    .some(({ text }) => text.length < 120 && notFoundWords.test(plainVietnamese(text.normalize("NFC"))));
  if (heading && size < 2500 && prose < 600)
    return { condition: "soft-404", reason: "Đề mục báo không tìm thấy trang" };
  if (size < 300 && notFoundWords.test(words)) return { condition: "soft-404", reason: "Trang chỉ báo không tìm thấy" };
  return null;
}

function emptyPage({ input, size, source }: Look): Judgement | null {
  const shows =
    input.images.length > 0 ||
    input.forms.length > 0 ||
    input.links.some((link) => link.visible) ||
    /<(?:i?frame|object|embed|video|canvas)[\s>]/.test(source);
  return size < 10 && !shows ? { condition: "empty", reason: "Không có nội dung hiển thị" } : null;
}
