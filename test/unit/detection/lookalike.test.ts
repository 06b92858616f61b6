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
    ["dichvucong-gov.com", "Cơ quan nhà nước"],
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
