// Promises what a Page says about links, forms, metadata, footer, identifiers and resources of ordinary Vietnamese pages.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Page } from "#core/nouns/page.ts";
import { extractPage } from "#crawler/page/extract-page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";

const at = (html: string, finalUrl = "https://tin.mau.vn/bai/1.html"): Page =>
  extractPage({ url: finalUrl, finalUrl, status: 200, html });

describe("links", () => {
  it("resolves against base href and tells the site by its registrable domain", () => {
    const page = at(
      '<base href="https://mau.vn/goc/"><a href="a.html">A</a><a href="//WWW.Khac.vn/x">B</a><a href="tel:0912">C</a><a href="http://[">D</a>',
    );
    expect(page.links.map(({ href, host, internal, text }) => [href, host, internal, text])).toEqual([
      ["https://mau.vn/goc/a.html", "mau.vn", true, "A"],
      ["https://www.khac.vn/x", "www.khac.vn", false, "B"],
      ["tel:0912", null, false, "C"],
      ["http://[", null, false, "D"],
    ]);
  });

  it("keeps agencies under gov.vn apart, sub-domains of one agency together, and customers of a shared host apart", () => {
    const internal = (page: string, link: string): boolean | undefined =>
      at(`<a href="${link}">x</a>`, page).links[0]?.internal;
    expect(internal("https://hatinh.gov.vn/", "https://soyte.hatinh.gov.vn/")).toBe(true);
    expect(internal("https://hatinh.gov.vn/", "https://nghean.gov.vn/")).toBe(false);
    expect(internal("https://mot.github.io/", "https://hai.github.io/")).toBe(false);
    expect(internal("https://đẹp.vn/", "https://www.xn--p-yia2d.vn/")).toBe(
      URL.parse("https://đẹp.vn/")?.hostname === "xn--p-yia2d.vn",
    );
  });

  it("gives anchor text with its place, and a picture's alt where there is no text", () => {
    const page = at('<p>Xem <a href="/a">bài <b>một</b></a> <a href="/b"><img src="i.png" alt="Ảnh bìa"></a></p>');
    const [first, second] = page.links;
    expect(first && page.text.slice(first.textStart, first.textEnd)).toBe("bài một");
    expect(second?.text).toBe("Ảnh bìa");
    expect(second?.textStart).toBe(second?.textEnd);
    expect(first && page.html.slice(first.htmlStart, first.htmlEnd)).toBe('<a href="/a">bài <b>một</b></a>');
  });
});

describe("what a form asks for", () => {
  const asks = (html: string): string[][] => at(html).forms.map((form) => form.asks);

  it("understands labels, names and placeholders, with diacritics and without", () => {
    expect(asks("<form><label for=a>Mật khẩu</label><input id=a type=password></form>")).toEqual([["password"]]);
    expect(asks('<form><input name=x placeholder="Nhập mã OTP"></form>')).toEqual([["otp"]]);
    expect(asks('<form><input placeholder="Ma xac thuc"></form>')).toEqual([["otp"]]);
    expect(asks("<form>Số thẻ: <input name=a><br>CVV <input name=b></form>")).toEqual([["card"]]);
    expect(asks("<form><input name=soCCCD><input type=tel><input type=email><input name=hoTen></form>")).toEqual([
      ["identity-number", "phone", "email", "name"],
    ]);
    expect(asks('<form><input name=stk placeholder="Số tài khoản"></form>')).toEqual([["bank-account"]]);
    expect(asks("<form role=search><input type=search name=q></form>")).toEqual([["search"]]);
    expect(asks("<form><input type=file><input type=hidden name=otp></form>")).toEqual([["file"]]);
  });

  it("takes a code beside a captcha picture for the picture's letters, and an insurance card for no bank card", () => {
    expect(asks('<form><img src="/captcha.jpg"><input placeholder="Mã xác nhận"></form>')).toEqual([["text"]]);
    expect(asks('<form><input placeholder="Số thẻ BHYT"></form>')).toEqual([["text"]]);
  });

  it("gathers inputs outside any form into one pseudo-form, and follows the parser's form owner in a broken table", () => {
    const loose = at("<div><input type=password><p>x<input name=otp></div>");
    expect(loose.forms.map(({ method, asks: asked }) => [method, asked])).toEqual([["", ["password", "otp"]]]);
    const broken = at("<table><form action=/gui method=POST><tr><td><input type=password></td></tr></form></table>");
    expect(broken.forms.map(({ action, method, asks: asked }) => [action, method, asked])).toEqual([
      ["https://tin.mau.vn/gui", "post", ["password"]],
    ]);
  });
});

describe("what the page says of itself", () => {
  it("reads title in place, headings, meta tags and JSON-LD in a graph", () => {
    const html = `<html lang="vi"><head><title> Tin &amp; ảnh
      </title><meta property="og:site_name" content="Báo Mẫu"><meta property="article:published_time" content="2026-01-02T03:04:05+07:00">
      <link rel=canonical href="/goc"><script type="application/ld+json">{"@graph":[{"@type":["NewsArticle","Thing"]},{"@type":"Organization"}]}</script>
      <script type="application/ld+json">{hỏng</script></head><body><h1>Đề mục</h1></body></html>`;
    const page = at(html);
    expect(page.title && html.slice(page.title.htmlStart, page.title.htmlEnd)).toBe("Tin &amp; ảnh");
    expect(page.title?.text).toBe("Tin & ảnh");
    expect(page.headings).toEqual([{ level: 1, text: "Đề mục", textStart: 0, textEnd: 6 }]);
    expect(page.metadata).toMatchObject({
      siteName: "Báo Mẫu",
      publishedAt: "2026-01-02T03:04:05+07:00",
      canonical: "https://tin.mau.vn/goc",
      language: "vi",
      structuredTypes: ["NewsArticle", "Thing", "Organization"],
    });
  });

  it("fingerprints tag names joined by a bar, and the text", () => {
    const page = at("<!doctype html><title>t</title><p>Chữ</p>");
    const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
    expect(page.fingerprint).toEqual({
      domSha256: sha256("html|head|title|body|p"),
      textSha256: sha256("Chữ"),
      elementCount: 5,
    });
  });

  it("lists hosts of everything loaded, addresses of other sites' files, and the icon", () => {
    const page = at(
      '<link rel=icon href=/i.png><script src="https://cdn.khac.vn/a.js"></script><img src="/l.png"><img src="https://anh.mau.vn/k.png"><iframe src="https://khung.net/x"></iframe>',
    );
    expect(page.resourceHosts).toEqual(["anh.mau.vn", "cdn.khac.vn", "khung.net", "tin.mau.vn"]);
    expect(page.resourceUrls).toEqual(["https://cdn.khac.vn/a.js"]);
    expect(page.faviconUrl).toBe("https://tin.mau.vn/i.png");
  });

  it("conforms to the Page noun, for documents and for plain text", () => {
    expect(Page.parse(at("<p>Chữ <a href=/x>x</a><form><input></form>")).text).toContain("Chữ");
    const page = pageFromText({ url: "https://mau.vn/", title: "Tiêu đề", text: "  Gọi 0912 345 678  " });
    expect(Page.parse(page).text).toBe("  Gọi 0912 345 678  ");
    expect(page.identifiers).toMatchObject([{ kind: "phone", value: "+84912345678" }]);
  });
});

const prose =
  "Hội đồng nhân dân tỉnh họp kỳ thường lệ, xem xét nhiều tờ trình, báo cáo và dự thảo nghị quyết về đầu tư công, giáo dục, y tế. ".repeat(
    4,
  );

describe("footer and main text", () => {
  const textOf = (page: Page, range: { start: number; end: number } | null): string | null =>
    range && page.text.slice(range.start, range.end);

  it("finds the footer by tag, by name, and by what its last lines say", () => {
    const body = `<article><p>${prose}</p><p>${prose}</p></article>`;
    expect(
      textOf(
        at(`${body}<footer><p>Giấy phép số 9/GP-STTTT</p></footer>`),
        at(`${body}<footer><p>Giấy phép số 9/GP-STTTT</p></footer>`).footer,
      ),
    ).toBe("Giấy phép số 9/GP-STTTT");
    const named = at(`${body}<div id="chan-trang">Chịu trách nhiệm: Bà Lê Thị Mẫu</div>`);
    expect(textOf(named, named.footer)).toBe("Chịu trách nhiệm: Bà Lê Thị Mẫu");
    const spoken = at(`${body}<div class=x><p>Báo Mẫu. Giấy phép số 9/GP-BTTTT</p><p>Địa chỉ: số 1 phố Mẫu</p></div>`);
    expect(textOf(spoken, spoken.footer)).toBe("Báo Mẫu. Giấy phép số 9/GP-BTTTT\nĐịa chỉ: số 1 phố Mẫu");
  });

  it("does not take an article's foot for the site's, and says null where there is none", () => {
    const page = at(
      `<article><p>${prose}</p><footer class="entry-footer">Thẻ: họp</footer></article><div class="site-footer">© Báo Mẫu</div>`,
    );
    expect(textOf(page, page.footer)).toBe("© Báo Mẫu");
    expect(at("<p>Không có gì cả.</p>").footer).toBeNull();
  });

  it("finds the article between navigation and footer", () => {
    const page = at(
      `<nav>${"<a href=/x>Mục</a>".repeat(30)}</nav><div class="chi-tiet"><p>${prose}</p><p>${prose}</p></div><div class=sidebar><p>${prose.slice(0, 150)}</p></div><footer>©</footer>`,
    );
    const main = textOf(page, page.mainText) ?? "";
    expect(main.startsWith("Hội đồng")).toBe(true);
    expect(main).toHaveLength(`${prose.trim()}\n${prose.trim()}`.length);
  });
});

describe("identifiers", () => {
  const found = (html: string): string[] => at(html).identifiers.map(({ kind, value }) => `${kind} ${value}`);

  it("reads measurement ids, widgets and contacts, normalised", () => {
    expect(
      found(`<script>gtag('config','G-AB12CD34EF');ga('create','UA-12345-6');fbq('init', '123456789012');ttq.load('C4ABCDEFGHIJ');</script>
      <script src="https://embed.tawk.to/0123456789abcdef01234567/default"></script><ins data-ad-client="ca-pub-1234567890123456"></ins>
      <p>Gọi 0912.345.678 hoặc (024) 3936 1234, tổng đài 1900 1234, thư Lien.He@Mau.VN</p>
      <a href="https://t.me/KenhMau">T</a><a href="https://zalo.me/0912345678">Z</a><a href="https://www.facebook.com/TrangMau">F</a>`).toSorted(),
    ).toEqual(
      [
        "adsense ca-pub-1234567890123456",
        "chat-widget tawk.to/0123456789abcdef01234567",
        "email lien.he@mau.vn",
        "facebook facebook.com/trangmau",
        "facebook-pixel 123456789012",
        "google-analytics G-AB12CD34EF",
        "google-analytics UA-12345-6",
        "phone +84912345678",
        "phone +842439361234",
        "phone 19001234",
        "telegram t.me/kenhmau",
        "tiktok-pixel C4ABCDEFGHIJ",
        "zalo zalo.me/0912345678",
      ].toSorted(),
    );
  });

  it("reads accounts and tax codes by what stands before them, and wallets by their shape", () => {
    expect(
      found(
        "<p>STK: 0123 4567 8901 Vietcombank. Mã số thuế: 0101234567-001</p><p>USDT TRC20: TJRabPrwbZy45sbavfcjinPJC18kjpRTv8</p>",
      ),
    ).toEqual(["wallet TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "bank-account 012345678901", "tax-code 0101234567-001"]);
    expect(found("<p>Ngày 01/02/2026, số 123/QĐ-UBND, giá 1.250.000.000 đồng, mã 20260102030405</p>")).toEqual([]);
  });

  it("gives the place in the source, through references", () => {
    const page = at("<p>Gọi 0912&nbsp;345&#32;678</p>");
    const [phone] = page.identifiers;
    expect(phone && page.html.slice(phone.htmlStart, phone.htmlEnd)).toBe("0912&nbsp;345&#32;678");
  });
});
