// Promises synthetic cases around claims: licences borrowed from others, clones of protected brands, and their innocent twins.
import type { BrandCard } from "#detection/brand/card.ts";
import type { RegisterRow } from "#detection/licence/register.ts";
import type { Chance } from "./chance.ts";
import { plainNews, provinces } from "./gambling-words.ts";
import type { Made } from "./pages.ts";

const sections = ["Thời sự", "Thế giới", "Kinh tế", "Pháp luật", "Thể thao", "Giải trí", "Giáo dục", "Sức khỏe"];
const owners = ["Công ty Cổ phần Sông Trăng", "Công ty TNHH Mây Biếc", "Công ty Cổ phần Truyền thông Núi Bạc"];

export interface LicenceCase extends Made {
  rows: RegisterRow[];
}

/** A front page of general news whose foot shows a licence: its own, or that of another owner's site. */
export function makeLicensedNews(chance: Chance, borrowed: boolean): LicenceCase {
  const host = `tin${chance.int(100, 999)}${chance.pick(["nhanh", "moi", "ngay"])}.example`;
  const [owner, other] = chance.some(owners, 2);
  const number = `${chance.int(20, 4000)}/GP-${chance.pick(["TTĐT", "STTTT", "PTTH&TTĐT"])}`;
  const issued = { day: chance.int(1, 28), month: chance.int(1, 12), year: chance.int(2019, 2024) };
  const two = (n: number) => String(n).padStart(2, "0");
  const iso = `${issued.year}-${two(issued.month)}-${two(issued.day)}`;
  const items = Array.from({ length: 14 }, (_, i) => {
    const text = chance
      .pick(plainNews)
      .replaceAll("{tỉnh}", chance.pick(provinces))
      .replaceAll("{n}", String(chance.int(2, 90)));
    return `<li><a href="/tin-${i}.html">${text.slice(0, -1)} (bản tin ${i + 1})</a></li>`;
  });
  const foot = `Trang thông tin điện tử tổng hợp. Giấy phép số ${number} do Cục Phát thanh, truyền hình và thông tin điện tử cấp ngày ${two(issued.day)}/${two(issued.month)}/${issued.year}. Cơ quan chủ quản: ${owner}. Chịu trách nhiệm nội dung: Trần Thị Mẫu. Địa chỉ: số 5 phố Nhỏ. Điện thoại: 024 3999 0000. Email: lienhe@${host}`;
  const row: RegisterRow = {
    number,
    issuer: "",
    issuedOn: iso,
    expiresOn: "",
    owner: borrowed ? other! : owner!,
    domains: [borrowed ? `chinhchu${chance.int(10, 99)}.example` : host],
    kind: "Trang thông tin điện tử tổng hợp",
    status: "valid",
  };
  return {
    url: `https://${host}/`,
    rows: [row],
    html: `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tin tức tổng hợp ${host}</title></head><body><nav>${sections.map((s) => `<a href="/${s}">${s}</a>`).join(" ")}</nav><ul>${items.join("")}</ul><footer>${foot}</footer></body></html>`,
  };
}

/** A page that says it is the brand and asks for secrets, on a host that is not the brand's. */
export function makeClone(chance: Chance, card: BrandCard): Made {
  const word = card.domains[0]!.split(".")[0]!;
  const bait = chance.pick(["xacthuc", "dangnhap", "hotro", "khachhang", "nhanqua"]);
  return {
    url: `https://${chance.pick([`${word}-${bait}`, `${bait}-${word}`, `${word}${bait}247`])}.${chance.pick(["top", "xyz", "vip", "online"])}/`,
    html: `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${card.brand} - Xác thực tài khoản</title></head><body><h1>${card.brand}</h1><p>Quý khách vui lòng xác thực để không bị khóa dịch vụ.</p><form method="post" action="/gui"><label>Tên đăng nhập <input name="username"></label><label>Mật khẩu <input type="password" name="password"></label><label>Mã OTP <input name="otp"></label><label>Số thẻ <input name="card_number"></label><button>Tiếp tục</button></form><footer>Bản quyền thuộc về ${card.brand}</footer></body></html>`,
  };
}

/** A story about the brand: names it often, asks for nothing. */
export function makeBrandStory(chance: Chance, card: BrandCard): Made {
  return {
    url: `https://kinhte${chance.int(10, 99)}.example/bai-viet`,
    html: `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${card.brand} công bố kết quả kinh doanh quý</title></head><body><h1>${card.brand} công bố kết quả kinh doanh quý</h1><p>${card.brand} cho biết số lượng khách hàng tăng ${chance.int(2, 30)}% so với cùng kỳ.</p><p>Đại diện ${card.brand} khuyến cáo khách hàng không cung cấp mã OTP, mật khẩu cho bất kỳ ai.</p><form action="/tim"><input type="search" name="q"></form><footer>Chuyên trang kinh tế</footer></body></html>`,
  };
}
