// Promises synthetic pages of each kind as markup: simple, but with the parts that real ones have.
import { advice, crimeReports, farmWords, offers, plainNews, provinces } from "./gambling-words.ts";
import type { Chance } from "./chance.ts";

export interface Made {
  url: string;
  html: string;
}

const page = (title: string, body: string) =>
  `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;
const paragraphs = (texts: readonly string[]) => texts.map((t) => `<p>${t}</p>`).join("\n");
const fill = (text: string, chance: Chance) =>
  text.replaceAll("{tỉnh}", () => chance.pick(provinces)).replaceAll("{n}", () => String(chance.int(3, 90)));
const some = (chance: Chance, from: readonly string[], count: number) =>
  chance.some(from, count).map((t) => fill(t, chance));
const letters = (chance: Chance, count: number) =>
  Array.from({ length: count }, () => String.fromCharCode(97 + chance.int(0, 25))).join("");

/** A betting house; `write` disguises what it says. */
export function makeGamblingSite(chance: Chance, write: (text: string) => string): Made {
  const texts = [...some(chance, offers, 8), ...some(chance, advice, 3)].map(write);
  const name = `Trang ${letters(chance, 5)}`;
  return {
    url: `https://${letters(chance, 7)}.example/`,
    html: page(
      write(`${name} - nhà cái uy tín`),
      `<h1>${write("Cá cược trực tuyến")}</h1>${paragraphs(texts)}<footer>${name}</footer>`,
    ),
  };
}

/** Keyword stuffing on a hijacked host. */
export function makeDoorway(chance: Chance): Made {
  const words = chance.some(farmWords, chance.int(4, 7));
  return {
    url: `http://${letters(chance, 4)}${chance.int(10, 99)}${letters(chance, 2)}.${letters(chance, 7)}.example/${chance.int(100_000, 999_999)}`,
    html: page(words.slice(0, 3).join(""), `<div>${words.join("")} ${chance.some(farmWords, 3).join(" ")}</div>`),
  };
}

const hiding = [
  (inner: string) => `<div style="display:none">${inner}</div>`,
  (inner: string) => `<div style="position:absolute;left:-9999px">${inner}</div>`,
  (inner: string) => `<div style="height:0;overflow:hidden">${inner}</div>`,
  (inner: string) => `<span style="font-size:0">${inner}</span>`,
  (inner: string) => `<p hidden>${inner}</p>`,
  (inner: string) => `<noscript>${inner}</noscript>`,
  (inner: string) => `<marquee width="1" height="1">${inner}</marquee>`,
  (inner: string) => `<div style="opacity:0">${inner}</div>`,
] as const;

/** A public body's page; with `injected`, gambling links are kept out of the readers' sight. */
export function makePublicBody(chance: Chance, injected: boolean): Made {
  const province = chance.pick(provinces);
  const links = chance
    .some(farmWords, 4)
    .map((w) => `<a href="https://${letters(chance, 4)}bet${chance.int(10, 99)}.example/">${w}</a>`)
    .join(" ");
  const hidden = injected ? chance.pick(hiding)(links) : "";
  return {
    url: `https://so${letters(chance, 4)}.${letters(chance, 6)}.gov.vn/tin-tuc`,
    html: page(
      `Sở Nông nghiệp tỉnh ${province}`,
      `<h1>Cổng thông tin điện tử Sở Nông nghiệp tỉnh ${province}</h1>${paragraphs(some(chance, plainNews, 5))}${hidden}
<footer>Cơ quan chủ quản: UBND tỉnh ${province}. Địa chỉ: số ${chance.int(1, 200)} đường Trung Tâm.</footer>`,
    ),
  };
}

/** A story about gambling, as press and police tell it; quotes what operators promise. */
export function makeCrimeStory(chance: Chance): Made {
  const province = chance.pick(provinces);
  const texts = [...some(chance, crimeReports, 5), ...some(chance, plainNews, 1)];
  return {
    url: `https://bao${letters(chance, 5)}.example/phap-luat/${chance.int(1000, 9999)}.html`,
    html: page(
      `Triệt phá đường dây cá độ bóng đá tại ${province}`,
      `<h1>Triệt phá đường dây cá độ bóng đá tại ${province}</h1>${paragraphs(texts)}<footer>Báo điện tử. Tổng biên tập: Nguyễn Văn Mẫu. Tòa soạn: số ${chance.int(1, 99)} phố Lớn.</footer>`,
    ),
  };
}

/** State lottery results: a table of numbers, no stake. */
export function makeLotteryTable(chance: Chance): Made {
  const prizes = ["Giải đặc biệt", "Giải nhất", "Giải nhì", "Giải ba", "Giải tư", "Giải năm", "Giải sáu", "Giải bảy"];
  const rows = prizes.map(
    (p) => `<tr><th>${p}</th><td>${chance.int(10_000, 99_999)}</td><td>${chance.int(10_000, 99_999)}</td></tr>`,
  );
  return {
    url: `https://xosokienthiet${letters(chance, 4)}.example/ket-qua`,
    html: page(
      `Kết quả xổ số kiến thiết ${chance.pick(provinces)}`,
      `<h1>Kết quả xổ số kiến thiết ngày ${chance.int(1, 28)}/${chance.int(1, 12)}</h1><table>${rows.join("")}</table><p>Công ty TNHH một thành viên Xổ số kiến thiết. Vé trúng thưởng đổi tại trụ sở.</p>`,
    ),
  };
}

/** Ordinary news, sport and farming; no word of betting. */
export function makeNewsPage(chance: Chance): Made {
  const texts = some(chance, plainNews, 6);
  return {
    url: `https://${letters(chance, 8)}.example/tin/${chance.int(1, 999)}`,
    html: page(
      texts[0]!.slice(0, 60),
      `<h1>${texts[0]}</h1>${paragraphs(texts.slice(1))}<footer>Liên hệ: tin@${letters(chance, 6)}.example</footer>`,
    ),
  };
}
