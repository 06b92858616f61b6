// Promises a good, repeatable choice of further pages that never leaves the site and never steps into a trap.
import { describe, expect, it } from "vitest";
import { choosePages } from "#crawler/page/choose-pages.ts";
import { extractPage } from "#crawler/page/extract-page.ts";

const home = (links: [string, string][], finalUrl = "https://bao.mau.vn/") =>
  extractPage({
    url: finalUrl,
    finalUrl,
    status: 200,
    html: links.map(([href, text]) => `<p><a href="${href}">${text}</a></p>`).join(""),
  });
const chosen = (links: [string, string][], max = 20): string[] =>
  choosePages(home(links), { max }).map(({ url }) => url);

describe("choosing pages", () => {
  it("takes imprint, sign-up, section and article pages, and says why", () => {
    const page = home([
      ["/kinh-te", "Kinh tế"],
      ["/tin-moi-nhat-hom-nay-ve-gia-dien-12345.html", "Giá điện hôm nay"],
      ["/lien-he", "Liên hệ"],
      ["/dang-ky", "Đăng ký"],
      ["/a/b/c", ""],
    ]);
    expect(choosePages(page, { max: 9 })).toEqual([
      { url: "https://bao.mau.vn/lien-he", why: "imprint" },
      { url: "https://bao.mau.vn/dang-ky", why: "money" },
      { url: "https://bao.mau.vn/kinh-te", why: "section" },
      { url: "https://bao.mau.vn/tin-moi-nhat-hom-nay-ve-gia-dien-12345.html", why: "article" },
      { url: "https://bao.mau.vn/a/b/c", why: "other" },
    ]);
    expect(choosePages(page, { max: 2 }).map(({ why }) => why)).toEqual(["imprint", "money"]);
    expect(choosePages(page, { max: 0 })).toEqual([]);
  });

  it("leaves out other sites, files, traps, fragments of itself and other ports", () => {
    expect(
      chosen([
        ["https://khac.vn/gioi-thieu", "Giới thiệu"],
        ["/mau.pdf", "Mẫu"],
        ["/anh.JPG", "Ảnh"],
        ["/dang-nhap", "Đăng nhập"],
        ["/logout", "Thoát"],
        ["/gio-hang", "Giỏ"],
        ["/tim-kiem?q=a", "Tìm"],
        ["/lich?month=5", "Lịch"],
        ["/?replytocom=4", "Trả lời"],
        ["#top", "Lên đầu"],
        ["/", "Trang chủ"],
        ["http://bao.mau.vn/index.html", "Trang chủ"],
        ["https://bao.mau.vn:8443/x", "Cổng khác"],
        ["javascript:void(0)", "Mở"],
        ["mailto:a@mau.vn", "Thư"],
        ["/wp-admin/", "Quản trị"],
      ]),
    ).toEqual([]);
  });

  it("counts http and https, www, a last slash, fragments and tracking parameters as one page", () => {
    expect(
      chosen([
        ["https://bao.mau.vn/phap-luat/?utm_source=x&fbclid=1#a", "Pháp luật"],
        ["http://www.bao.mau.vn/phap-luat", "Pháp luật"],
        ["/phap-luat#b", "Pháp luật"],
      ]),
    ).toEqual(["https://bao.mau.vn/phap-luat/"]);
  });

  it("prefers the watched host to its neighbours under the same domain", () => {
    expect(
      chosen(
        [
          ["https://khac.mau.vn/muc", "Mục"],
          ["/muc", "Mục"],
        ],
        1,
      ),
    ).toEqual(["https://bao.mau.vn/muc"]);
  });

  it("gives every kind its turn, so that hundreds of sections leave room for articles", () => {
    const sections = Array.from({ length: 300 }, (_, index): [string, string] => [`/muc-${index}`, `Mục ${index}`]);
    const articles = Array.from({ length: 300 }, (_, index): [string, string] => [
      `/bai-viet-ve-mot-viec-${10000 + index}`,
      `Bài viết về một việc ${index}`,
    ]);
    const kinds = choosePages(home([...sections, ...articles]), { max: 12 }).map(({ why }) => why);
    expect(kinds.filter((why) => why === "article")).toHaveLength(6);
  });
});
