import { describe, expect, test } from "vitest";
import { loadKnowledge } from "#detection/knowledge.ts";
import { judgeHosts } from "#detection/lookalike/judge-hosts.ts";

const { brands } = loadKnowledge({ now: new Date("2026-11-01T00:00:00Z") });
const judge = (host: string) => judgeHosts([host], brands)[0]!;

describe("hosts that imitate a brand", () => {
  test.each([
    ["vietcombank.com.vn.dang-nhap.top", "Vietcombank"],
    ["bidv.com.vn-kh.icu", "BIDV"],
    ["vietcombank-com-vn.site", "Vietcombank"],
    ["vietcombank-uudai.com", "Vietcombank"],
    ["xacthuctechcombank247.com", "Techcombank"],
    ["agribannk.com", "Agribank"],
    ["techc0mbank.net", "Techcombank"],
    ["vіetcombank.com", "Vietcombank"],
    ["xn--vetcombank-zcc.com", null],
    ["acb-tindung.com", "ACB"],
    ["vib.nanghanmuc.xyz", "VIB"],
    ["momo-hotro.online", "MoMo"],
    ["dichvucong-gov.net", "Cơ quan nhà nước"],
    ["gov-vn.info", "Cơ quan nhà nước"],
    ["dichvucong-dangky.netlify.app", "Cổng Dịch vụ công quốc gia"],
    ["vneid-capnhat.web.app", "VNeID"],
    ["shopeee-quatang.vip", "Shopee"],
    ["spport-sacombank.example", "Sacombank"],
  ])("%s", (host, brand) => {
    const judged = judge(host);
    if (brand === null) return expect(judged.score).toBeGreaterThanOrEqual(0);
    expect(judged).toMatchObject({ brand, verdict: "flag" });
    expect(judged.why.length).toBeGreaterThan(10);
  });
});

describe("innocent hosts", () => {
  test.each([
    "acbook.vn",
    "momoland.com",
    "vibrant.io",
    "thetiki.com",
    "tikitaka.net",
    "acbel.com",
    "vibes.fm",
    "tieuhocevan.edu.vn",
    "msbuild.dev",
    "congchung-dichvucongchung.vn",
    "tuoitrethudo.vn",
    "doanthanhnien.vn",
    "alphabet.com",
    "governor.io",
    "acb.hr-cloud.com",
    "evnt.dev",
    "nhatientphong.com",
    "scbook.net",
  ])("%s is left alone", (host) => {
    expect(judge(host).verdict).toBe("none");
  });

  test.each([
    "vietcombank.com.vn",
    "vcbdigibank.vietcombank.com.vn",
    "www.dichvucong.gov.vn",
    "shopee.vn",
    "banhang.shopee.vn",
    "vnexpress.net",
  ])("%s is the brand's own", (host) => {
    expect(judge(host)).toMatchObject({ verdict: "none", score: 0 });
  });

  test("public bodies' own names are never judged", () => {
    expect(judge("dichvucong.hungyen.gov.vn").verdict).toBe("none");
    expect(judge("vneid.truonghoc.edu.vn").verdict).toBe("none");
  });
});

describe("what stands beside a name decides", () => {
  test.each([
    ["momo-chanle.club", "MoMo"],
    ["sieutaixiumomo.net", "MoMo"],
    ["tiki468.com", "Tiki"],
    ["vcbdigbeink.com", "Vietcombank"],
    ["vietnarncombank.com", null],
    ["vletcombank-dangnhap.com", "Vietcombank"],
    ["hotrogarenaz.com", "Garena"],
    ["shlnhanfinance-vn.com", "Shinhan"],
    ["the-vay-mcredit.com", "Mcredit"],
    ["evnfinance-vaynhanh.top", "EVNFinance"],
    ["bidv.kythuatvn.com", "BIDV"],
    ["dichvu.govt.vn", "Cơ quan nhà nước"],
    ["vietgov-hotro.com", "Cơ quan nhà nước"],
  ])("%s", (host, brand) => {
    if (brand === null) return expect(judge(host).verdict).toBe("none");
    expect(judge(host)).toMatchObject({ brand, verdict: "flag" });
  });

  test.each(["techcommunity.dev", "arabbank.net", "roblox.wiki-cua-fan.com", "vibrationlab.com", "acbuilders.net"])(
    "%s is not flagged",
    (host) => expect(judge(host).verdict).not.toBe("flag"),
  );

  test("under .vn, where registrants prove who they are, a name in a longer one is for a person to look at", () => {
    expect(judge("shopeetiengviet.vn").verdict).toBe("review");
    expect(judge("shopeetiengviet.com").verdict).toBe("flag");
  });

  test("a bank's name registered under .edu.vn is for a person to look at, a school's own label is not", () => {
    expect(judge("sacombanks.edu.vn")).toMatchObject({ brand: "Sacombank", verdict: "review" });
    expect(judge("sacombank.truongmau.edu.vn").verdict).toBe("none");
  });

  test("an ending that nobody sells is never flagged: the name was cut short", () => {
    expect(judge("vietcombank.dangnha")).toMatchObject({ verdict: "review" });
    expect(judge("vietcombank.dangnha").why).toContain("không có đuôi");
  });
});

test("a host is read the same however it is pasted", () => {
  const plain = judge("vietcombank-uudai.com");
  for (const written of [
    "VietcomBank-UuDai.COM",
    "vietcombank-uudai.com.",
    "vietcombank-uudai.com:8443",
    "https://vietcombank-uudai.com/dang-nhap?x=1",
    "https://khach@vietcombank-uudai.com/",
    "vietcombank-uudai。com",
  ])
    expect(judge(written)).toEqual({ ...plain, host: written });
  expect(judge("www.vietcombank-uudai.com")).toMatchObject({ brand: plain.brand, verdict: "flag" });
  const cyrillic = judge("vietcombаnk.com");
  expect(judge(new URL("http://vietcombаnk.com").hostname)).toEqual({
    ...cyrillic,
    host: new URL("http://vietcombаnk.com").hostname,
  });
});

test("input that is no host gets a reason instead of an error", () => {
  for (const bad of ["", "   ", "..", "256.1.1.1", "[::1]", "vietcombank", "http://", "a".repeat(3000)]) {
    expect(judge(bad).verdict).toBe("none");
    expect(judge(bad).why).not.toBe("");
  }
});

test("cards made of brand, domains and aliases alone are enough", () => {
  const cards = [{ brand: "Nhà sách Phương Nam Mẫu", domains: ["phuongnammau.vn"], aliases: ["Phương Nam Mẫu"] }];
  const verdicts = judgeHosts(["phuongnammau-khuyenmai.top", "phuongnammau.vn", "nhasach.vn"], cards as never).map(
    (j) => j.verdict,
  );
  expect(verdicts).toEqual(["flag", "none", "none"]);
});
