// Promises a visit to every address of the desk: as whom, with which views and dialogs, and where a narrow window is not meant.
import type { Filled } from "./fill-screens.ts";

export interface Visit {
  /** As the router writes it. */
  route: string;
  as: "lead" | "admin" | "approver" | "guest";
  /** Addresses to look at; the first is the screen itself. */
  views: (filled: Filled) => string[];
  /** Names of tabs inside the screen that have no address. */
  tabs?: string[];
  /** Names of buttons that open a dialog, in Vietnamese: on the screen itself, */
  opens?: (string | RegExp)[];
  /** and on the view of this tab. */
  opensAt?: Record<string, (string | RegExp)[]>;
  /** Two dimensions by nature: panes beside each other, made for 1024 px and more; narrower it still shows them, one under another. */
  panes?: true;
}

const lead = (route: string, opens: Visit["opens"] = []): Visit => ({ route, as: "lead", views: () => [route], opens });

const lawTabs = ["deadlines", "articles", "instruments", "competences", "terms", "holidays", "agencies"];
const caseTabs = ["subjects", "exhibits", "charges", "tasks", "documents", "takedowns", "outcomes", "journal"];

export const visits: readonly Visit[] = [
  { ...lead("/queue", ["Phím tắt", "Tùy chọn", "Lệnh", "Bộ lọc", "Bộ lọc đã lưu"]), panes: true },
  {
    route: "/findings/$id",
    as: "lead",
    views: (at) => [`/findings/${at.finding}`],
    tabs: ["Văn bản", "Yêu cầu mạng", "Nguồn gốc"],
    opens: ["Xuất gói chứng cứ", "Giữ chứng cứ", /^Thêm vào hồ sơ/, /^Chụp lại/, /^Giữ lại/, /^Chuyển cấp trên/],
    panes: true,
  },
  lead("/watchlist", ["Thêm địa chỉ", "Nhập CSV", /^Sửa /]),
  lead("/watchlist/letters", ["Đăng ký công văn"]),
  { ...lead("/watchlist/letters/$id", [/^Trả lời /]), views: (at) => [`/watchlist/letters/${at.letter}`] },
  lead("/watchlist/registers", ["Nhập sổ giấy phép", "Nhập thẻ"]),
  lead("/watchlist/rules"),
  lead("/tips", ["Nhập phản ánh", "Thiết lập biểu mẫu"]),
  { ...lead("/tips/$id"), views: (at) => [`/tips/${at.tip}`] },
  lead("/progress", [/^Dừng tất cả/]),
  lead("/cases", [/^Mở hồ sơ/]),
  {
    route: "/cases/$id",
    as: "lead",
    views: (at) => [`/cases/${at.case}`, ...caseTabs.map((tab) => `/cases/${at.case}?tab=${tab}`)],
    opens: ["Niêm phong gói hồ sơ", "Đề xuất phê duyệt", "Sửa thông tin"],
    opensAt: {
      subjects: ["Thêm chủ thể", "Thêm thông tin"],
      exhibits: [/^Chú thích: /, "Thêm bản chụp"],
      charges: ["Thêm căn cứ"],
      tasks: ["Thêm việc"],
      documents: ["Soạn văn bản"],
      takedowns: ["Thêm yêu cầu", "Thêm lần chuyển", "Ghi biên nhận"],
      outcomes: ["Ghi kết quả"],
    },
  },
  lead("/cases/registrars"),
  { route: "/approvals", as: "approver", views: (at) => ["/approvals", `/approvals?id=${at.proposedCase}`] },
  {
    ...lead("/law", ["Nhập tệp"]),
    views: () => ["/law", ...lawTabs.map((tab) => `/law?tab=${tab}`)],
    opensAt: { holidays: ["Thêm dòng", /^Thêm phiên bản của/] },
  },
  { route: "/office", as: "admin", views: () => ["/office"] },
  { route: "/received", as: "guest", views: () => ["/received"] },
  lead("/documents", ["Soạn văn bản ngoài hồ sơ"]),
  { ...lead("/documents/$id"), views: (at) => [`/documents/${at.document}`] },
  lead("/documents/templates"),
  { ...lead("/documents/templates/$kind"), views: () => ["/documents/templates/takedown"] },
  { route: "/people", as: "admin", views: () => ["/people"], opens: ["Thêm người dùng"] },
  { route: "/people/matrix", as: "admin", views: () => ["/people/matrix"] },
  lead("/account"),
  { route: "/audit", as: "approver", views: () => ["/audit"] },
  { route: "/connections", as: "admin", views: () => ["/connections"], opens: ["Cấp khóa", "Thêm nơi nhận"] },
  {
    ...lead("/reports", ["Lập báo cáo"]),
    views: () => ["/reports", ...["list", "counters", "setup"].map((tab) => `/reports?tab=${tab}`)],
  },
  { ...lead("/reports/$id"), views: (at) => [`/reports/${at.report}`] },
  lead("/overview"),
];
