// Promises the closed list of categories (cli.md): rule packs, verdicts and reports use these names and no others.
import { z } from "zod";

export const categories = [
  "gambling",
  "hidden_gambling_links",
  "unlicensed_news",
  "imprint",
  "source_duties",
  "domain_duties",
  "impersonation",
  "false_information",
  "illegal_fundraising",
  "personal_data",
] as const;
export const Category = z.enum(categories);
export type Category = z.infer<typeof Category>;

export const Verdict = z.enum(["flag", "review", "none"]);
export type Verdict = z.infer<typeof Verdict>;

/** How documents and manifests name a category; never a finding of fact. The desk's own table says the same (a test holds it). */
export const categoryLabels: Readonly<Record<Category, string>> = {
  gambling: "Cờ bạc, cá cược trực tuyến",
  hidden_gambling_links: "Liên kết cờ bạc ẩn",
  unlicensed_news: "Trang tin chưa xác định được giấy phép",
  imprint: "Thông tin phải hiển thị trên trang",
  source_duties: "Nghĩa vụ ghi nguồn tin",
  domain_duties: "Nghĩa vụ về tên miền",
  impersonation: "Dấu hiệu mạo danh, lừa đảo",
  false_information: "Thông tin cần kiểm chứng",
  illegal_fundraising: "Dấu hiệu huy động vốn trái phép",
  personal_data: "Dấu hiệu mua bán dữ liệu cá nhân",
};
