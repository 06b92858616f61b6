// Promises any number of made-up Vietnamese pages, the same for the same number: shops, schools, clubs, some with the words hunted for.

const subjects = [
  "Cửa hàng",
  "Trường học",
  "Câu lạc bộ",
  "Hợp tác xã",
  "Thư viện",
  "Phòng khám",
  "Làng nghề",
  "Quán ăn",
];
const doings = [
  "mở cửa từ sáng sớm đến chiều muộn các ngày trong tuần",
  "giới thiệu những sản phẩm mới làm bằng tay từ tre và gỗ",
  "thông báo lịch sinh hoạt của các nhóm trong tháng này",
  "kể lại chuyến đi thực tế lên vùng cao hồi mùa xuân",
  "hướng dẫn cách chăm sóc cây cảnh trong những ngày nắng nóng",
  "chia sẻ công thức nấu món canh chua theo kiểu quê nhà",
  "cảm ơn bà con đã ủng hộ quỹ sách cho trẻ em trong xã",
  "tổng kết phong trào đọc sách và trao quà cho các bạn nhỏ",
];
const hunted = "nhắc tới chấm tím hồng giữa bài viết dài về hoa văn trên vải";
const links = ["trang-chu", "gioi-thieu", "lien-he", "tin-tuc", "hinh-anh", "lich-hop", "thu-vien", "san-pham"];

/** Of each ten pages one holds the words of the own bank of rule-world.ts. */
export function huntPage(n: number, paragraphs = 40): { url: string; html: string; isHunted: boolean } {
  // A linear congruence of the page's number: no page is like the next, every run is like the last.
  let state = (n * 2_654_435_761 + 12_345) >>> 0;
  const pick = <T>(from: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from[Math.floor((state / 2 ** 32) * from.length)]!;
  };
  const isHunted = n % 10 === 3;
  const sentence = () => `${pick(subjects)} số ${pick([1, 2, 3, 5, 8, 13, 21])} ${pick(doings)}, ${pick(doings)}.`;
  const body = Array.from({ length: paragraphs }, (_, i) => {
    const words = `${sentence()} ${sentence()}${isHunted && i === 2 ? ` ${pick(subjects)} ${hunted}.` : ""}`;
    return i % 8 === 0
      ? `<h2>${sentence()}</h2><p>${words}</p>`
      : `<p class="p${i}">${words} <a href="/${pick(links)}">xem thêm</a></p>`;
  });
  const title = `${pick(subjects)} ${n}: ${pick(doings)}`;
  const nav = links.map((l) => `<li><a href="/${l}">${l}</a></li>`).join("");
  const html = `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title></head><body><header><nav><ul>${nav}</ul></nav></header><main><h1>${title}</h1>${body.join("")}</main><footer><p>© 2026 ${title}. Điện thoại: 024 3000 ${String(1000 + (n % 9000))}.</p></footer></body></html>`;
  return { url: `https://trang-${n}.example/`, html, isHunted };
}
