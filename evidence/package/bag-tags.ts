// Promises the BagIt 1.0 tag files of a package (RFC 8493) and the text that a person reads first.

export interface BagFacts {
  packageId: string;
  created: string;
  software: string;
  office: string;
  purpose: string;
  captures: number;
}

export interface Digest {
  path: string;
  sha256: string;
}

/** RFC 8493 section 2.1.1. */
export const bagDeclaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/** RFC 8493 section 2.2.2. Line breaks in values would start a new label: they become spaces. */
export function bagInfo(facts: BagFacts): string {
  const lines: [string, string][] = [
    ["Source-Organization", facts.office],
    ["External-Identifier", facts.packageId],
    ["External-Description", `${facts.purpose} (${facts.captures} bản chụp)`],
    ["Bagging-Date", facts.created.slice(0, 10)],
    ["Bag-Software-Agent", facts.software],
  ];
  return lines.map(([label, value]) => `${label}: ${oneLine(value)}\n`).join("");
}

/** RFC 8493 sections 2.1.3 and 2.2.1, sorted by path; `sha256sum -c` reads it. */
export function bagManifest(files: readonly Digest[]): string {
  return [...files]
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map((file) => `${file.sha256}  ${file.path}\n`)
    .join("");
}

/** Windows line ends and a byte-order mark: old Notepads show Vietnamese only so. */
export function readFirst(facts: BagFacts): string {
  const lines = [
    "GÓI NIÊM PHONG DỮ LIỆU ĐIỆN TỬ",
    oneLine(facts.office),
    `Mã gói: ${facts.packageId}`,
    "",
    "Gói này chứa bản chụp nội dung công khai trên mạng, còn nguyên như khi niêm phong, cùng nhật ký lưu giữ và tài liệu kèm theo.",
    "Cách kiểm tra, không cần mạng và không cần cài đặt:",
    "",
    "  1. Chép tệp ZIP vào máy. Mở ZIP, kéo tệp MO-TRUOC.html ra ngoài rồi nháy đúp; trình duyệt sẽ mở trang kiểm tra.",
    "  2. Kéo chính tệp ZIP này vào trang đó và chờ kết quả.",
    "  3. So vân tay khóa ký trên trang với vân tay in trong biên bản giao nhận bằng giấy. Khác một nhóm cũng là không khớp.",
    "",
    "Trang kiểm tra lấy từ chính gói này không đủ để phát hiện người làm giả cả gói: hãy dùng trang kiểm tra do đơn vị giao công bố riêng và so mã băm của nó.",
    "Hướng dẫn đầy đủ: data/tai-lieu/huong-dan-kiem-tra.pdf. Hồ sơ: data/tai-lieu.",
    "Chỉ làm việc trên data/ban-lam-viec; giữ nguyên tệp ZIP và data/niem-phong.",
  ];
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, " ")
    .trim();
}
