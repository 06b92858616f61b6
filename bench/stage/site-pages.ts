// Promises the pages that every bench visits: plain ones of 40 KB with links, and heavy ones with ten pictures, all of our own making.
import sharp from "sharp";
import { seededRandom } from "../../test/support/seeded-random.ts";

const sentences = [
  "Sáng nay bà con trong xã cùng nhau nạo vét kênh mương trước mùa mưa.",
  "Thư viện huyện mở cửa thêm buổi tối thứ Tư để học sinh mượn sách.",
  "Đội bóng đá nữ của trường thắng trận giao hữu với tỉ số ba không.",
  "Hợp tác xã giới thiệu giống lúa chịu mặn, năng suất cao hơn vụ trước.",
  "Tuyến xe buýt số năm chạy lại từ đầu tuần sau khi cầu sửa xong.",
  "Nhà văn hóa thôn tổ chức lớp đan lát miễn phí cho người cao tuổi.",
  "Trạm y tế nhắc phụ huynh đưa trẻ đi tiêm nhắc lại theo lịch hẹn.",
  "Phiên chợ cuối tuần có thêm gian hàng mật ong, măng khô và chè búp.",
];

/** The bytes of one picture on a heavy page are unique: a comment segment after the JPEG's first two bytes says which it is. */
function mark(jpeg: Buffer, words: string): Buffer {
  const text = Buffer.from(words);
  const head = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2)]);
}

export const picturesPerPage = 10;

/** Ten JPEGs of about 43 KB, 800×470: soft noise drawn large, about as hard to pack as photographs, as JPEG and as PNG. */
async function drawPictures(): Promise<Buffer[]> {
  const random = seededRandom(7);
  const draw = async () => {
    const [width, height] = [266, 157];
    const raw = Buffer.alloc(width * height * 3);
    for (let i = 0; i < raw.length; i += 3) raw.fill(Math.floor(100 + random() * 56), i, i + 3);
    return sharp(raw, { raw: { width, height, channels: 3 } })
      .resize(800, 470, { kernel: "cubic" })
      .jpeg({ quality: 72 })
      .toBuffer();
  };
  return Promise.all(Array.from({ length: picturesPerPage }, draw));
}

function drawPlainPage(number: number, count: number): Buffer {
  const random = seededRandom(number);
  const pick = () => sentences[Math.floor(random() * sentences.length)]!;
  const links = Array.from({ length: 60 }, (_, i) => {
    const other = (number * 7 + i * 13) % count;
    return `<li><a href="/p/${other}" class="tin">Tin số ${other}: ${pick()}</a></li>`;
  });
  const blocks = Array.from(
    { length: 94 },
    (_, i) =>
      `<section id="doan-${i}"><h3>Mục ${i + 1}</h3><p class="noi-dung">${pick()} ${pick()} ${pick()}</p></section>`,
  );
  return Buffer.from(
    `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Tin làng số ${number}</title>` +
      `<link rel="stylesheet" href="/style.css"></head><body><header><h1>Tin làng số ${number}</h1><nav><ul>${links.join("\n")}</ul></nav></header>` +
      `<main>${blocks.join("\n")}</main><footer><p>Trang tin làng Thử, xã Đo, điện thoại 0000 000 000</p></footer></body></html>`,
  );
}

function drawHeavyPage(number: number): Buffer {
  const figures = Array.from(
    { length: picturesPerPage },
    (_, i) =>
      `<figure><img src="/picture/${number}-${i}.jpg" width="800" height="470" alt="Ảnh ${i + 1}"><figcaption>${sentences[i % sentences.length]}</figcaption></figure>`,
  );
  return Buffer.from(
    `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Phóng sự ảnh số ${number}</title>` +
      `<link rel="stylesheet" href="/style.css"></head><body><h1>Phóng sự ảnh số ${number}</h1>${figures.join("\n")}</body></html>`,
  );
}

export interface SiteAnswer {
  type: string;
  body: Buffer;
}

/** Answers by path: `/p/N`, `/heavy/N`, `/picture/N-I.jpg`, `/style.css`; null is 404 (robots.txt too: there are no rules). */
export async function drawSite(plainPages: number): Promise<(path: string) => SiteAnswer | null> {
  const plain = Array.from({ length: plainPages }, (_, i) => drawPlainPage(i, plainPages));
  const pictures = await drawPictures();
  return (path) => {
    const [, kind, name = ""] = path.split("/");
    if (kind === "p" && plain[Number(name)]) return { type: "text/html; charset=utf-8", body: plain[Number(name)]! };
    if (kind === "heavy") return { type: "text/html; charset=utf-8", body: drawHeavyPage(Number(name)) };
    const picture = kind === "picture" ? pictures[Number(/-(\d+)\.jpg$/.exec(name)?.[1])] : undefined;
    if (picture) return { type: "image/jpeg", body: mark(picture, name) };
    if (path === "/style.css")
      return {
        type: "text/css",
        body: Buffer.from("body{font:16px/1.5 Arimo,sans-serif;margin:24px}img{display:block}"),
      };
    return null;
  };
}
