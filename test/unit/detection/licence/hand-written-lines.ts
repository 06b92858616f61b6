// Promises footer lines written by hand over the forms that Vietnamese footers use; every owner, person and number is made up.
import type { LicenceKind } from "#detection/licence/parse.ts";

export interface ExpectedLine {
  text: string;
  number: string;
  series: string;
  kind: LicenceKind;
  issuedOn: string | null;
  /** Folded; "" where the line names none. */
  issuer: string;
}

/** number ¦ symbol ¦ kind ¦ date ¦ issuer ¦ line; ⏎ is a line break, ⍽ a no-break space. */
const table = `
318 ¦ gp-ttdt ¦ aggregator ¦ 2019-03-04 ¦ so thong tin va truyen thong binh mau ¦ Giấy phép số 318/GP-TTĐT do Sở Thông tin và Truyền thông Bình Mẫu cấp ngày 04/03/2019.
12 ¦ gp-ttdt ¦ aggregator ¦ 2019-02-01 ¦ so tttt tinh mau ¦ Giay phep so 12/GP-TTDT do So TTTT Tinh Mau cap ngay 1/2/2019
77 ¦ gp-stttt ¦ aggregator ¦ 2020-08-15 ¦ so tt&tt tinh mau ¦ GIẤY PHÉP SỐ: 77/GP-STTTT DO SỞ TT&TT TỈNH MẪU CẤP NGÀY 15.08.2020
9 ¦ gp-ttdt ¦ aggregator ¦ 2017-07-05 ¦ none ¦ Trang tin hoạt động theo GP số 09/GP-TTĐT, cấp ngày 5 tháng 7 năm 2017 tại Sông Xanh
145 ¦ gp-stttt ¦ aggregator ¦ 2021-11-09 ¦ none ¦ Giấy phép thiết lập trang thông tin điện tử tổng hợp số 145/GP–STTTT ngày 09-11-2021
63 ¦ gp-ttdt ¦ aggregator ¦ 2018-12-12 ¦ so tttt hai mau ¦ Giấy phép⍽số⍽ 63 / GP – TTĐT do⍽Sở⍽TTTT Hải Mẫu cấp ngày 12/12/2018
332 ¦ gp-ttdt ¦ aggregator ¦ 2018-01-22 ¦ so thong tin va truyen thong tinh mau ¦ Giấy phép số 332/GP - TT ĐT, ngày cấp: 22/01/2018, SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH MẪU
41 ¦ gp-ttdt ¦ aggregator ¦ 2016-04-03 ¦ so thong tin & truyen thong nui do ¦ Số giấy phép: 41-GP/TTĐT - Ngày cấp: 03/04/2016 - Nơi cấp: Sở Thông tin & Truyền thông Núi Đỏ
88 ¦ gp-ttdt ¦ aggregator ¦ 2019-09-06 ¦ so tt-tt doi tim ¦ GP-TTĐT số 88/2019 do Sở TT-TT Đồi Tím cấp ngày 6.9.19
205 ¦ gp-stttt ¦ aggregator ¦ 2015-10-20 ¦ so tttt ho lam ¦ Giấy phép: GP-STTTT: 205, Sở TTTT Hồ Lam, ngày 20/10/2015
91 ¦ gp-btttt ¦ press ¦ 2021-03-02 ¦ bo thong tin va truyen thong ¦ Giấy phép hoạt động báo điện tử số 91/GP-BTTTT do Bộ Thông tin và Truyền thông cấp ngày 02/03/2021
1203 ¦ gp-btttt ¦ press ¦ 2014-08-08 ¦ bo tt&tt ¦ Giấy phép hoạt động báo chí điện tử số: 1203/GP-BTTTT, Bộ TT&TT cấp ngày 8/8/2014
7 ¦ gp-bvhttdl ¦ press ¦ 2025-07-01 ¦ bo van hoa, the thao va du lich ¦ Giấy phép xuất bản tạp chí điện tử số 7/GP-BVHTTDL do Bộ Văn hóa, Thể thao và Du lịch cấp ngày 01/07/2025
34 ¦ gp-cbc ¦ press ¦ 2022-11-11 ¦ cuc bao chi ¦ Giấy phép mở chuyên trang số 34/GP-CBC ngày 11/11/2022 của Cục Báo chí
511 ¦ gp-bc ¦ press ¦ 2004-10-18 ¦ none ¦ GPXB số 511/GP-BC cấp ngày 18/10/2004
57 ¦ gp-bc ¦ aggregator ¦ 2005-05-04 ¦ cuc bao chi - bo van hoa thong tin ¦ Giấy phép thiết lập website số 57/GP-BC do Cục Báo chí - Bộ Văn hoá Thông tin cấp ngày 04/05/2005
18 ¦ gp-bvhtt ¦ press ¦ 2003-06-12 ¦ none ¦ Giấy phép báo chí số 18/GP-BVHTT ngày 12/6/2003
256 ¦ gp-btttt ¦ social ¦ 2019-09-30 ¦ bo tttt ¦ Giấy phép thiết lập mạng xã hội số 256/GP-BTTTT do Bộ TTTT cấp ngày 30 tháng 09 năm 2019
19 ¦ gp-btttt ¦ social ¦ 2020-01-21 ¦ none ¦ GPMXH số 19/GP-BTTTT ngày 21/1/2020
460 ¦ gp-btttt ¦ social ¦ 2021-12-02 ¦ none ¦ Giấy phép MXH: 460/GP-BTTTT ký ngày 2-12-2021
208 ¦ gp-ttdt ¦ icp ¦ 2012-05-05 ¦ so tttt song xanh ¦ Giấy phép ICP số 208/GP-TTĐT cấp bởi Sở TTTT Sông Xanh ngày 05/05/2012
1450 ¦ gp-ptth&ttdt ¦ aggregator ¦ 2022-06-17 ¦ cuc ptth&ttdt ¦ Giấy phép thiết lập trang TTĐT tổng hợp trên mạng số 1450/GP-PTTH&TTĐT do Cục PTTH&TTĐT cấp ngày 17/06/2022
101 ¦ gp-ptth&ttdt ¦ aggregator ¦ 2020-12-28 ¦ cuc phat thanh, truyen hinh va thong tin dien tu ¦ Giấy phép số 101/GP-PTTH & TTĐT của Cục Phát thanh, truyền hình và thông tin điện tử, ngày 28/12/2020
56 ¦ gxn-ptth&ttdt ¦ aggregator ¦ 2025-02-28 ¦ none ¦ Giấy xác nhận thông báo số 56/GXN-PTTH&TTĐT ngày 28/02/2025
15 ¦ gp-svhttdl ¦ aggregator ¦ 2025-09-09 ¦ so van hoa, the thao va du lich tinh mau ¦ Giấy phép số 15/GP-SVHTTDL do Sở Văn hóa, Thể thao và Du lịch Tỉnh Mẫu cấp ngày 09/09/2025
3 ¦ gp-svhtt ¦ aggregator ¦ 2026-06-19 ¦ so van hoa va the thao thanh pho mau ¦ Giấy phép số 3/GP-SVHTT do Sở Văn hóa và Thể thao Thành phố Mẫu cấp ngày 19-06-2026
22 ¦ gp-svhttdl ¦ aggregator ¦ 2025-10-01 ¦ so vhttdl nui do ¦ GP số 22/GP-SVHTT&DL ngày 1/10/2025 của Sở VHTTDL Núi Đỏ
66 ¦ gp-stttt ¦ aggregator ¦ 2013-10-10 ¦ so tt&tt ¦ Giấy phép thiết lập trang tin điện tử số 66/2013/GP-STTTT do Sở TT&TT cấp ngày 10/10/2013
17 ¦ gp-ttdt ¦ aggregator ¦ 2017-07-07 ¦ so thong tin va truyen thong song xanh ¦ giấy phép số 17/gp-ttđt do sở thông tin và truyền thông sông xanh cấp ngày 7/7/2017
12 ¦ gp-ttdt ¦ aggregator ¦ 2017-05-05 ¦ song xanh department of information and communications ¦ License No. 12/GP-TTDT issued by the Song Xanh Department of Information and Communications on May 5, 2017
90 ¦ gp-ttdt ¦ aggregator ¦ 2018-03-14 ¦ none ¦ Licence No: 90/GP-TTDT dated 14 March 2018
77 ¦ gp-btttt ¦ press ¦ 2020-01-02 ¦ ministry of information and communications ¦ Electronic newspaper license number 77/GP-BTTTT granted by Ministry of Information and Communications, dated 02/01/2020
53 ¦ gpsdbs-ttdt ¦ aggregator ¦ 2021-05-14 ¦ none ¦ Giấy phép sửa đổi, bổ sung số 53/GPSĐBS-TTĐT cấp ngày 14/5/2021
29 ¦ gp-ttdt ¦ aggregator ¦ 2015-02-11 ¦ so tttt tinh mau ¦ Giấy phép số 29/GP-TTĐT cấp ngày 11/02/2015, cấp lại ngày 03/03/2020 do Sở TTTT Tỉnh Mẫu
30 ¦ gp-ttdt ¦ aggregator ¦ 2018-05-05 ¦ none ¦ Giấy phép số 30/GP-TTĐT (sửa đổi, bổ sung ngày 9/9/2021) cấp ngày 5/5/2018
79 ¦ gp-ttdt ¦ aggregator ¦ 2023-02-08 ¦ none ¦ Giấy phép số 79A/GP-TTĐT ngày 8/2/2023
240 ¦ gp-ttdt ¦ aggregator ¦ 2016-06-06 ¦ so thong tin va truyen thong tinh mau ¦ Giấy phép số⏎240/GP-TTĐT⏎do Sở Thông tin và Truyền thông⏎Tỉnh Mẫu cấp⏎ngày 06/06/2016
8 ¦ gp-ttdt ¦ aggregator ¦ 2020-03-01 ¦ none ¦ Giấy phép số 8⏎/GP-TTĐT⏎cấp ngày⏎1/3/2020
118 ¦ gp-stttt ¦ aggregator ¦ 2019-04-04 ¦ so tt&tt tinh mau ¦ Sở TT&TT Tỉnh Mẫu cấp giấy phép số 118/GP-STTTT ngày 4/4/2019
231 ¦ gp-cbc ¦ press ¦ 2008-07-11 ¦ cuc bao chi - bo tt&tt ¦ GP của Cục Báo chí - Bộ TT&TT số 231/GP-CBC ngày 11/07/2008
64 ¦ gp-ttdt ¦ aggregator ¦ 2017-12-25 ¦ none ¦ Ngày cấp: 25/12/2017. Giấy phép số 64/GP-TTĐT
45 ¦ none ¦ aggregator ¦ 2016-02-01 ¦ so thong tin va truyen thong doi tim ¦ Giấy phép trang tin điện tử số 45 do Sở Thông tin và Truyền thông Đồi Tím cấp ngày 1-2-2016
105 ¦ gp-ttdt ¦ aggregator ¦ 2011-05-27 ¦ cuc quan ly phat thanh, truyen hinh va thong tin dien tu ¦ Hoạt động theo giấy phép số 105/GP-TTDT do cục quản lý phát thanh, truyền hình và thông tin điện tử cấp ngày 27/05/2011
719 ¦ gp-ttdt ¦ aggregator ¦ 2023-08-31 ¦ so tttt ¦ Giấy ĐKKD số 0102030405 do Sở KHĐT cấp ngày 02/06/2010 - Giấy phép thiết lập trang thông tin điện tử tổng hợp số 719/GP-TTĐT do Sở TTTT cấp ngày 31/08/2023
84 ¦ gp-ttdt ¦ aggregator ¦ 2017-03-03 ¦ so tttt tinh mau ¦ Giấy phép số 84/GP-TTĐT do Sở TTTT Tỉnh Mẫu cấp ngày 3/3/2017. Giấy chứng nhận ĐKKD số 0203040506 cấp ngày 1/1/2001
501 ¦ gp-ttdt ¦ aggregator ¦ none ¦ none ¦ Giấy phép số 501/GP-TTĐT⏎Chịu trách nhiệm nội dung: Trần Văn Mẫu⏎Cập nhật 12/05/2024
407 ¦ gp-btttt ¦ press ¦ 2020-10-19 ¦ none ¦ Giấy phép hoạt động Tạp chí điện tử Sông Xanh số 407/GP-BTTTT, cấp 19/10/2020
331 ¦ gp-btttt ¦ social ¦ 2022-08-04 ¦ none ¦ Giấy phép cung cấp dịch vụ mạng xã hội trực tuyến số 331/GP-BTTTT ngày 04/8/2022
1157 ¦ qd-btttt ¦ game ¦ 2021-09-07 ¦ none ¦ Quyết định phê duyệt nội dung kịch bản trò chơi số 1157/QĐ-BTTTT ngày 7/9/2021
1639 ¦ qd-btttt ¦ game ¦ none ¦ none ¦ Giấy phép phát hành trò chơi điện tử G1 số 1639 /OĐ-BTTTT
61 ¦ gp-ttdt ¦ aggregator ¦ 2022-02-02 ¦ none ¦ Giấy phép số 61/GP‑TTĐT (dấu nối không ngắt) ngày 2/2/2022
62 ¦ gp-ttdt ¦ aggregator ¦ 2022-02-03 ¦ none ¦ Giấy phép số 62/GP-TTĐT cấp ngày 3/2/2022
402 ¦ gp-stttt ¦ aggregator ¦ 2014-12-01 ¦ so 4t tinh ¦ Giấy phép số 402/GP–STTTT do Sở 4T tỉnh cấp, ngày 1/12/2014
27 ¦ gp-ttdt ¦ aggregator ¦ 2018-10-10 ¦ so tttt bien vang ¦ GP: 27/GP-TTĐT | Cấp ngày: 10/10/2018 | Sở TTTT Biển Vàng
48 ¦ gp-ttdt ¦ aggregator ¦ 2018-01-10 ¦ so tttt bien vang ¦ © 2024 Công ty CP Biển Vàng. GP 48/GP-TTĐT (Sở TTTT Biển Vàng, 10/01/2018).
3 ¦ gp-stttt ¦ aggregator ¦ 2023-02-21 ¦ so thong tin va truyen thong tp. mau ¦ Giấy phép số 03/GP-STTTT ngày 21/02/2023 cấp bởi Sở Thông Tin và Truyền Thông TP. Mẫu. Địa chỉ: Lô T2
28 ¦ gp-bc ¦ aggregator ¦ 2005-03-25 ¦ none ¦ Giấy phép cung cấp thông tin trên Internet số 28/GP-BC ngày 25/03/2005.
1042 ¦ gp-ttdt ¦ aggregator ¦ 2022-06-23 ¦ so thong tin va truyen thong tinh mau ¦ Giấy phép trang thông tin điện tử: Số 1042/GP-TTĐT – Cơ quan cấp: Sở Thông tin và Truyền thông Tỉnh Mẫu – Cấp ngày 23 tháng 6 năm 2022
5 ¦ gp-ttdt ¦ aggregator ¦ 2022-02-01 ¦ none ¦ Giấy phép số 5/GP-TTĐT có giá trị đến ngày 01/02/2027, cấp ngày 01/02/2022
2411 ¦ gp-ttdt ¦ aggregator ¦ 2015-07-31 ¦ so tttt tinh mau ¦ Giấy phép số 2411/GP-TTĐT/ Sở TTTT Tỉnh Mẫu / 31-07-2015
`;

export const handWritten: ExpectedLine[] = table
  .trim()
  .split("\n")
  .map((row) => {
    const [number, series, kind, issuedOn, issuer, text] = row.split(" ¦ ").map((c) => (c === "none" ? "" : c));
    return {
      text: text!.replaceAll("⏎", "\n").replaceAll("⍽", "\u00a0"),
      number: number!,
      series: series!,
      kind: kind as LicenceKind,
      issuedOn: issuedOn || null,
      issuer: issuer!,
    };
  });

/** Lines that are no licence over news, however much they look like one. */
export const noNewsLicence: string[] = [
  "Giấy chứng nhận ĐKKD số 0106773786 do Sở KH&ĐT cấp ngày 10/02/2015",
  "Giấy phép đăng ký kinh doanh số 0315015539 do Sở Kế hoạch & Đầu tư cấp ngày 26/04/2018",
  "Mã số thuế: 0312345678",
  "MSDN 0100109106, đăng ký lần đầu ngày 21/01/1997",
  "Quyết định số 15/QĐ-UBND ngày 01/02/2023",
  "Nghị định 147/2024/NĐ-CP",
  "Tỷ số 2/1, ngày 05/05/2017",
  "Đã thông báo Bộ Công Thương ngày 12/12/2020",
  "Giấy phép bán buôn rượu số 108/GP-BCT",
  "Giấy phép lữ hành quốc tế số 01-234/2019/TCDL-GP LHQT",
  "Giấy phép khám bệnh, chữa bệnh số 1234/SYT-GPHĐ",
  "Giấy phép tổ chức biểu diễn số 124/GP-SVHTT ngày 15/09/2026",
  "Giấy phép xây dựng số 45/GPXD",
  "Card đồ hoạ 24GB, 8 GPU, 3/4 nhân",
];
