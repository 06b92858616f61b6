// Promises every error in Vietnamese: what happened, why an address was refused, and what the reader can do about it.
import type { AppError, ErrorCode } from "#core/errors.ts";

interface Words {
  what: string;
  cure: string;
}

const again = "Chạy lại lệnh; nếu còn lỗi, chạy `vonggac doctor` để kiểm tra máy.";

const words: Record<ErrorCode, Words> = {
  "config.invalid": {
    what: "Cấu hình chưa đúng.",
    cure: "Sửa các thiết đặt được nêu, trong môi trường hoặc tệp .env; mẫu ở .env.example.",
  },
  "input.invalid": { what: "Dữ liệu nhập chưa đúng.", cure: "Sửa phần được nêu; `--help` cho biết cách dùng." },
  "input.unreadable": {
    what: "Không đọc được dữ liệu vào.",
    cure: "Kiểm tra đường dẫn, quyền đọc và khuôn dạng của dữ liệu.",
  },
  "not-found": { what: "Không tìm thấy.", cure: "Kiểm tra lại mã đã nhập." },
  conflict: { what: "Trạng thái đã thay đổi, không ghi được.", cure: "Xem lại trạng thái hiện tại rồi làm lại." },
  "auth.required": { what: "Cần đăng nhập.", cure: "Đăng nhập lại." },
  "auth.denied": { what: "Không có quyền làm việc này.", cure: "Liên hệ người quản trị." },
  "auth.step-up": { what: "Thao tác này cần mã xác thực mới.", cure: "Làm ở bàn làm việc, nhập mã khi được hỏi." },
  "auth.locked": { what: "Sai quá nhiều lần.", cure: "Chờ 15 phút hoặc liên hệ người quản trị." },
  "time.unavailable": {
    what: "Chưa lấy được dấu thời gian: cơ quan cấp dấu thời gian không trả lời.",
    cure: "Chương trình tự hỏi lại; kiểm tra VONGGAC_TSA_URLS và đường mạng.",
  },
  "time.refused": {
    what: "Dấu thời gian nhận được không hợp lệ nên không được dùng.",
    cure: "Liên hệ nơi cấp dấu thời gian; kiểm tra VONGGAC_TSA_URLS và VONGGAC_TSA_TRUST.",
  },
  "ledger.forked": {
    what: "Sổ lưu giữ chứng cứ không nối tiếp bản mà nhân chứng đã ký.",
    cure: "Dừng ghi sổ, giữ nguyên máy và báo người phụ trách; không tự sửa.",
  },
  "witness.unavailable": {
    what: "Nhân chứng của sổ lưu giữ không trả lời.",
    cure: "Chương trình tự hỏi lại; kiểm tra VONGGAC_WITNESSES và máy của nhân chứng.",
  },
  "seal.no-key": {
    what: "Máy này không giữ khóa niêm phong.",
    cure: "Lập gói trên máy chụp, nơi có thư mục keys của VONGGAC_DATA.",
  },
  "replay.failed": { what: "Chưa phát lại được bản lưu để đối chiếu.", cure: again },
  "evidence.held": {
    what: "Chứng cứ đang được giữ theo yêu cầu, không được hủy.",
    cure: "Gỡ lệnh giữ trước, theo đúng thẩm quyền.",
  },
  "evidence.destroyed": {
    what: "Chứng cứ đã hủy theo biên bản.",
    cure: "Xem biên bản hủy và sổ lưu giữ; nội dung không còn.",
  },
  "evidence.quarantined": {
    what: "Chứng cứ đang cách ly, không được xem.",
    cure: "Liên hệ người phụ trách; nội dung chỉ chuyển cho cơ quan có thẩm quyền.",
  },
  "guard.refused": {
    what: "Địa chỉ này không được phép liên hệ.",
    cure: "Chỉ giám sát địa chỉ http, https công khai; các cổng được phép đặt ở VONGGAC_ALLOWED_PORTS.",
  },
  "guard.budget": {
    what: "Trang vượt hạn mức thời gian hoặc dung lượng.",
    cure: "Xem các hạn mức trong .env.example.",
  },
  "politeness.robots": { what: "robots.txt của trang không cho phép.", cure: "Không quét được tự động trang này." },
  "politeness.not-now": { what: "Chưa đến lượt truy cập trang này.", cure: "Chờ rồi chạy lại." },
  stopped: { what: "Đã dừng.", cure: "Chạy lại đúng lệnh này: việc dở sẽ được làm tiếp." },
  "fetch.unreachable": { what: "Không kết nối được tới trang.", cure: "Kiểm tra mạng, VONGGAC_PROXY và địa chỉ." },
  "fetch.timeout": { what: "Trang không trả lời kịp.", cure: "Thử lại sau." },
  "fetch.broken": { what: "Trang trả lời hỏng.", cure: "Thử lại sau." },
  "browser.missing": { what: "Không tìm thấy trình duyệt.", cure: "Chạy `npm ci`, rồi `vonggac doctor`." },
  "browser.library-missing": {
    what: "Trình duyệt thiếu thư viện của hệ điều hành.",
    cure: "Cài thư viện được nêu, rồi chạy `vonggac doctor`.",
  },
  "browser.crashed": { what: "Trình duyệt dừng đột ngột.", cure: again },
  "capture.timeout": { what: "Chụp trang quá thời hạn.", cure: "Thử lại sau." },
  "capture.failed": { what: "Không chụp được trang.", cure: again },
  "seal.failed": { what: "Không niêm phong được bản chụp.", cure: again },
  "store.full": { what: "Ổ đĩa đã đầy.", cure: "Giải phóng ổ đĩa, hoặc đặt VONGGAC_DATA sang ổ khác." },
  "store.failed": { what: "Kho chứng cứ chưa đọc, ghi được.", cure: "Kiểm tra thư mục VONGGAC_DATA hoặc S3_ENDPOINT." },
  "store.exists": { what: "Tệp này đã có trong kho chứng cứ.", cure: "Không cần làm gì: bản đã có được giữ nguyên." },
  "database.unavailable": {
    what: "Không kết nối được cơ sở dữ liệu.",
    cure: "Kiểm tra DATABASE_URL và máy chủ PostgreSQL.",
  },
  "database.failed": { what: "Cơ sở dữ liệu báo lỗi.", cure: again },
  "queue.unavailable": { what: "Không kết nối được hàng việc.", cure: "Kiểm tra REDIS_URL và máy chủ Redis." },
  internal: { what: "Lỗi bên trong chương trình.", cure: again },
};

/** What a code means and what can be done, in Vietnamese. */
export const errorWords = (code: ErrorCode): Words => words[code];

/** The guard's reasons (crawler/guard) that are not about where an address leads. */
const refusals: [RegExp, string][] = [
  [/^not a valid/, "địa chỉ không hợp lệ"],
  [/^address longer/, "địa chỉ dài quá 8.192 ký tự"],
  [/^scheme/, "chỉ nhận địa chỉ http hoặc https"],
  [/credentials$/, "địa chỉ mang theo tên đăng nhập hoặc mật khẩu"],
  [/^port \d+/, "cổng không được phép"],
  [/^no host$/, "địa chỉ không có tên máy chủ"],
];

/** Why one address or row was refused, in one Vietnamese phrase without codes. */
export function sayRefusal(error: AppError): string {
  if (error.code !== "guard.refused") return error.message.replace(/^[\w.-]+: /, "");
  const reason = String(error.facts.reason ?? "");
  const known = refusals.find(([pattern]) => pattern.test(reason));
  return known ? known[1] : "địa chỉ mạng nội bộ hoặc dành riêng, không thuộc mạng công cộng";
}
