// Promises that words of bills, fines and identity beside a brand count, and that what was not read is said to be not read.
import { expect, test } from "vitest";
import { extractPage } from "#crawler/page/extract-page.ts";
import { pageFromText } from "#crawler/page/page-from-text.ts";
import { detect } from "#detection/detect.ts";
import { loadKnowledge } from "#detection/knowledge.ts";
import { judgeHosts } from "#detection/lookalike/judge-hosts.ts";

const knowledge = loadKnowledge({ now: new Date("2026-11-22T00:00:00Z") });
const verdictOf = (host: string) => judgeHosts([host], knowledge.brands)[0]!.verdict;

test("a short brand beside electricity bills, fines or cash on delivery is an imitation; an ordinary firm's name is not", () => {
  for (const host of ["evn-tiendien.xyz", "evnthanhtoantiendien.top", "evn-hoadondien.vip", "ghtk-cod.top"])
    expect(verdictOf(host), host).not.toBe("none");
  for (const host of ["evn-electrical.com.au", "sevnet.vn", "tiendien.vn", "cod-shop.vn", "codienmiennam.vn"])
    expect(verdictOf(host), host).toBe("none");
});

test("a page that poses as the electricity company and asks for a card is flagged; a shop that explains the bill is not", () => {
  const fake = `<title>EVN - Tập đoàn Điện lực Việt Nam: thanh toán tiền điện</title><h1>Thông báo nợ tiền điện</h1>
    <p>Quý khách sẽ bị ngừng cấp điện sau 2 giờ.</p><form>Số thẻ <input name="card"> CVV <input name="cvv"> Mã OTP <input name="otp"></form>`;
  const guide = `<title>Cách tra cứu tiền điện EVN</title><h1>Cách tra cứu tiền điện EVN</h1>
    <p>Mở ứng dụng của EVN, nhập mã khách hàng. Có thể thanh toán tiền điện qua ngân hàng.</p><form>Nhận tin <input name="email"></form>`;
  const judge = (url: string, html: string) =>
    detect(extractPage({ url, finalUrl: url, status: 200, html }), knowledge, { kind: "site" }).categories.impersonation
      ?.verdict ?? "none";
  expect(judge("https://evn-tiendien.xyz/", fake)).toBe("flag");
  expect(judge("https://dienmay-huongdan.vn/tien-dien", guide)).toBe("none");
});

test("the part of a text that is too long to be read is named among what was skipped", () => {
  const text = `${"a".repeat(1_600_000)} nhà cái`;
  const { skipped } = detect(pageFromText({ url: "https://dai.example/", title: "", text }), knowledge, {
    kind: "site",
  });
  expect(skipped.some((s) => s.rule === "*" && s.missing.includes("1.500.000"))).toBe(true);
  const short = detect(pageFromText({ url: "https://dai.example/", title: "", text: "Chào." }), knowledge, {
    kind: "site",
  });
  expect(short.skipped.some((s) => s.rule === "*")).toBe(false);
});

test("a privacy policy and a report of an arrest are not offers of data; an offer that swears it is no policy stays one", () => {
  const judge = (title: string, text: string) =>
    detect(pageFromText({ url: "https://du-lieu.example/", title, text }), knowledge, { kind: "site" }).categories
      .personal_data?.verdict ?? "none";
  const policy = "Chúng tôi không mua bán dữ liệu khách hàng, số điện thoại cho bên thứ ba dưới mọi hình thức.";
  const report =
    "Công an tỉnh khởi tố nhóm bán data khách hàng, data số điện thoại trên mạng; các đối tượng thu lợi 5 tỷ đồng.";
  const offer =
    "Bán data khách hàng ngân hàng, data số điện thoại, giá data 500 nghìn, gửi mẫu test. Không bán data cũ.";
  expect(judge("Chính sách bảo vệ dữ liệu cá nhân", policy)).toBe("none");
  expect(judge("Triệt phá đường dây mua bán dữ liệu", report)).toBe("none");
  expect(judge("Bán data khách hàng", offer)).not.toBe("none");
});
