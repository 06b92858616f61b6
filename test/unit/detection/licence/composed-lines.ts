// Footer lines composed from parts (label, number, symbol, issuer, date, order); every combination is a form that footers use.
import type { ExpectedLine } from "./hand-written-lines.ts";

const labels: [string, ExpectedLine["kind"] | null][] = [
  ["Giấy phép số", null],
  ["Giấy phép số:", null],
  ["GP số", null],
  ["Số giấy phép:", null],
  ["Giấy phép thiết lập Trang thông tin điện tử tổng hợp trên mạng số", "aggregator"],
  ["Giấy phép thiết lập trang TTĐT tổng hợp số:", "aggregator"],
  ["Giấy phép hoạt động báo điện tử số", "press"],
  ["Giấy phép cung cấp dịch vụ mạng xã hội số", "social"],
  ["Giay phep so", null],
];
const symbols: [(n: string) => string, string, ExpectedLine["kind"]][] = [
  [(n) => `${n}/GP-TTĐT`, "gp-ttdt", "aggregator"],
  [(n) => `${n}/GP-TTDT`, "gp-ttdt", "aggregator"],
  [(n) => `${n} /GP - TTĐT`, "gp-ttdt", "aggregator"],
  [(n) => `${n}/GP–STTTT`, "gp-stttt", "aggregator"],
  [(n) => `${n}-GP/STTTT`, "gp-stttt", "aggregator"],
  [(n) => `${n}/2021/GP-STTTT`, "gp-stttt", "aggregator"],
  [(n) => `${n}/GP-SVHTTDL`, "gp-svhttdl", "aggregator"],
  [(n) => `${n}/GP-SVHTT`, "gp-svhtt", "aggregator"],
  [(n) => `${n}/GP-PTTH&TTĐT`, "gp-ptth&ttdt", "aggregator"],
  [(n) => `${n}/GXN-PTTH&TTĐT`, "gxn-ptth&ttdt", "aggregator"],
  [(n) => `${n}/GP-BTTTT`, "gp-btttt", "unknown"],
  [(n) => `${n}/GP-CBC`, "gp-cbc", "press"],
  [(n) => `${n}/GP-BVHTTDL`, "gp-bvhttdl", "unknown"],
];
const issuers: [string, string][] = [
  ["Sở Thông tin và Truyền thông tỉnh Rừng Thông", "so thong tin va truyen thong tinh rung thong"],
  ["Sở TT&TT Rừng Thông", "so tt&tt rung thong"],
  ["SỞ TTTT RỪNG THÔNG", "so tttt rung thong"],
  ["Sở Văn hóa, Thể thao và Du lịch Rừng Thông", "so van hoa, the thao va du lich rung thong"],
  ["Cục Phát thanh, truyền hình và thông tin điện tử", "cuc phat thanh, truyen hinh va thong tin dien tu"],
  ["Bộ Thông tin và Truyền thông", "bo thong tin va truyen thong"],
  ["So Thong tin va Truyen thong Rung Thong", "so thong tin va truyen thong rung thong"],
];
const dates: ((d: number, m: number, y: number) => string)[] = [
  (d, m, y) => `${d}/${m}/${y}`,
  (d, m, y) => `${String(d).padStart(2, "0")}/${String(m).padStart(2, "0")}/${y}`,
  (d, m, y) => `${d}-${m}-${y}`,
  (d, m, y) => `${d}.${m}.${y}`,
  (d, m, y) => `${d}.${m}.${String(y).slice(2)}`,
  (d, m, y) => `${d} tháng ${m} năm ${y}`,
  (d, m, y) => `${d} thang ${m} nam ${y}`,
];
const orders: ((label: string, number: string, issuer: string, date: string) => string)[] = [
  (l, n, i, d) => `${l} ${n} do ${i} cấp ngày ${d}.`,
  (l, n, i, d) => `${l} ${n} cấp ngày ${d} bởi ${i}.`,
  (l, n, i, d) => `${l} ${n}, ${i} cấp ngày ${d}`,
  (l, n, i, d) => `${l} ${n} ngày ${d} của ${i}`,
  (l, n, i, d) => `${l}\n${n}\ndo ${i} cấp\nngày ${d}`,
  (l, n, i, d) => `${l}\u00a0${n} - Cơ quan cấp: ${i} - Ngày cấp: ${d}`,
  (l, n, i, d) => `${l} ${n} do ${i} ký ngày ${d}, cấp lại lần 1 ngày 28/12/2023`,
];
const frames: ((line: string) => string)[] = [
  (line) => line,
  (line) => `Công ty Cổ phần Truyền thông Rừng Thông\n${line}\nChịu trách nhiệm nội dung: Bà Lê Thị Ví Dụ`,
  (line) => `© 2010 - 2026. ${line} MST: 0300000001 do Sở Kế hoạch và Đầu tư cấp ngày 01/01/2001`,
  (line) => `Giấy ĐKKD số 0300000001 do Sở KHĐT cấp lần đầu ngày 02/02/2002\n${line}\nĐiện thoại: 0200 300 400`,
];

/** A small fixed sequence: the same lines on every run. */
function* picks(seed: number): Generator<number> {
  let state = seed;
  for (;;) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield Math.floor(state / 65_536);
  }
}

/** `count` lines; the parts are drawn so that every one of them comes up. */
export function composeLines(count: number, seed: number): ExpectedLine[] {
  const pick = picks(seed);
  const of = <T>(list: T[]): T => list[pick.next().value % list.length]!;
  return Array.from({ length: count }, () => {
    const [label, kindOfLabel] = of(labels);
    const [write, series, kindOfSeries] = of(symbols);
    const [issuer, folded] = of(issuers);
    const n = String((pick.next().value % 2400) + 1);
    const [d, m, y] = [(pick.next().value % 28) + 1, (pick.next().value % 12) + 1, 2009 + (pick.next().value % 14)];
    const text = of(frames)(of(orders)(label, write(n), issuer, of(dates)(d, m, y)));
    return {
      text,
      number: n,
      series,
      kind: kindOfLabel ?? kindOfSeries,
      issuedOn: `${y}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`,
      issuer: folded,
    };
  });
}
