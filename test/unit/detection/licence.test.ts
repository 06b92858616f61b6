import { describe, expect, test } from "vitest";
import { parseImprint } from "#detection/licence/imprint.ts";
import { parseLicences } from "#detection/licence/parse.ts";
import { indexRegister, LicenceRegister } from "#detection/licence/register.ts";
import { lookUpLicence } from "#detection/licence/truth.ts";

describe("licence lines as footers write them", () => {
  test.each([
    [
      "Giấy phép số 1818/GP-TTĐT do Sở Thông tin và Truyền thông Hà Nội cấp ngày 05/05/2017",
      "1818",
      "gp-ttdt",
      "2017-05-05",
      "unknown",
    ],
    [
      "Giấy phép thiết lập trang thông tin điện tử tổng hợp số 86/GP - STTTT ngày 3 tháng 4 năm 2019",
      "86",
      "gp-stttt",
      "2019-04-03",
      "aggregator",
    ],
    ["GP số 44/GP – STTTT, ký ngày 12-11-2020", "44", "gp-stttt", "2020-11-12", "aggregator"],
    ["Giấy phép thiết lập MXH số 412/GP-BTTTT, ký ngày 30/09/2019", "412", "gp-btttt", "2019-09-30", "social"],
    ["GPMXH: 21/GP-BTTTT", "21", "gp-btttt", null, "social"],
    ["Giấy phép hoạt động báo điện tử số 06/GP-BTTTT cấp ngày 01/02/2021", "6", "gp-btttt", "2021-02-01", "press"],
    ["Giấy phép ICP số: 670/GP-BTTTT", "670", "gp-btttt", null, "icp"],
    ["Giấy phép số: 216/GXN-PTTH&TTĐT ngày 22/10/2018", "216", "gxn-ptth&ttdt", "2018-10-22", "aggregator"],
    ["Giay phep so 123/GP-TTDT cap ngay 1.2.2022", "123", "gp-ttdt", "2022-02-01", "aggregator"],
    [
      "Giấy phép số 332/GP – TT ĐT ngày cấp 22/01/2018 SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
      "332",
      "gp-ttdt",
      "2018-01-22",
      "aggregator",
    ],
    [
      "Giấy phép số 15/GP-SVHTTDL do Sở Văn hóa, Thể thao và Du lịch cấp ngày 09/09/2025",
      "15",
      "gp-svhttdl",
      "2025-09-09",
      "aggregator",
    ],
  ])("%s", (line, number, series, issuedOn, kind) => {
    const [found] = parseLicences(line);
    expect(found).toMatchObject({ number, series, issuedOn });
    if (kind !== "unknown") expect(found!.kind).toBe(kind);
    expect(line.slice(found!.span.start, found!.span.end)).toBe(found!.span.raw);
    if (found!.dateSpan) expect(line.slice(found!.dateSpan.start, found!.dateSpan.end)).toBe(found!.dateSpan.raw);
    if (found!.issuerSpan)
      expect(line.slice(found!.issuerSpan.start, found!.issuerSpan.end)).toBe(found!.issuerSpan.raw);
  });

  test("the issuer is read with its place", () => {
    expect(
      parseLicences("Giấy phép số 1818/GP-TTĐT do Sở Thông tin và Truyền thông Hà Nội cấp ngày 05/05/2017")[0]!.issuer,
    ).toBe("Sở Thông tin và Truyền thông Hà Nội");
  });

  test.each([
    "Giấy chứng nhận ĐKKD số 0106773786 do Sở KH&ĐT cấp ngày 10/02/2015",
    "Mã số thuế: 0312345678",
    "Quyết định số 15/QĐ-UBND ngày 01/02/2023",
    "Tỷ số 2/1, ngày 05/05/2017",
    "Nghị định 147/2024/NĐ-CP",
  ])("%s is no licence line", (line) => {
    expect(parseLicences(line).filter((l) => l.kind !== "business")).toEqual([]);
  });

  test("owner, person responsible and mail are read with their places", () => {
    const text =
      "Cơ quan chủ quản: Công ty Cổ phần Sông Xanh\nChịu trách nhiệm nội dung: Ông Trần Văn Mẫu\nEmail: Toasoan@SongXanh.vn";
    const imprint = parseImprint(text, 0);
    expect(imprint.owner!.text).toBe("Công ty Cổ phần Sông Xanh");
    expect(imprint.responsible!.text).toContain("Trần Văn Mẫu");
    expect(imprint.emails[0]!.text).toBe("toasoan@songxanh.vn");
    for (const found of [imprint.owner!, imprint.responsible!, imprint.emails[0]!])
      expect(text.slice(found.span.start, found.span.end)).toBe(found.span.raw);
  });
});

describe("what a register says", () => {
  const register = indexRegister(
    LicenceRegister.parse({
      name: "Sổ thử",
      importedAt: "2026-10-30",
      rows: [
        { number: "05/GP-TTĐT", issuedOn: "2019-01-10", owner: "Công ty Cổ phần Sông Xanh", domains: ["songxanh.vn"] },
        { number: "05/GP-TTĐT", issuedOn: "2021-03-02", owner: "Công ty TNHH Núi Đỏ", domains: ["nuido.vn"] },
        {
          number: "9/GP-TTĐT",
          issuedOn: "2018-06-01",
          expiresOn: "2023-06-01",
          owner: "Công ty Biển Vàng",
          domains: ["bienvang.vn"],
        },
        {
          number: "10 /GP-TTĐT",
          issuedOn: "2022-06-01",
          status: "invalid",
          owner: "Công ty Đồi Tím",
          domains: ["https://www.doitim.vn/"],
        },
        { number: "không rõ", owner: "Công ty Hồ Lam", domains: ["holam.vn", "a@b"] },
      ],
    }),
  );
  const now = new Date("2026-11-01T00:00:00Z");
  const ask = (line: string, host: string, owner: string | null = null) =>
    lookUpLicence(register, parseLicences(line)[0]!, { host, site: host, owner }, now).status;

  test.each([
    ["Giấy phép số 05/GP-TTĐT cấp ngày 10/01/2019", "songxanh.vn", null, "matched"],
    ["Giấy phép số 5/GP-TTĐT cấp ngày 10/01/2019", "songxanh.vn", "Công ty CP Sông Xanh", "matched"],
    ["Giấy phép số 05/GP-TTĐT cấp ngày 10/01/2019", "tinlang.com", "Công ty Gió Bấc", "borrowed"],
    ["Giấy phép số 05/GP-TTĐT", "tinlang.com", "Công ty Gió Bấc", "ambiguous"],
    ["Giấy phép số 05/GP-TTĐT cấp ngày 10/01/2019", "tinsongxanh.com", "Công ty Cổ phần Sông Xanh", "ambiguous"],
    ["Giấy phép số 05/GP-TTĐT cấp ngày 10/01/2019", "songxanh.vn", "Công ty Gió Bấc", "owner-mismatch"],
    ["Giấy phép số 05/GP-BTTTT cấp ngày 10/01/2019", "tinlang.com", null, "not-found"],
    ["Giấy phép số 05/GP-TTĐT cấp ngày 11/01/2019", "tinlang.com", null, "not-found"],
    ["Giấy phép số 09/GP-TTĐT cấp ngày 01/06/2018", "bienvang.vn", null, "expired"],
    ["Giấy phép số 10/GP-TTĐT", "doitim.vn", null, "expired"],
  ])("%s on %s by %s: %s", (line, host, owner, status) => {
    expect(ask(line, host, owner)).toBe(status);
  });

  test("a row without a readable number is still found by its domain", () => {
    expect(register.byDomain.get("holam.vn")).toHaveLength(1);
  });
});
