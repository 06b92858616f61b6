// Promises the Vietnamese words by which documents name the closed lists of a case.
import type {
  CaseSource,
  CaseState,
  Confidence,
  IdentifierKind,
  OutcomeKind,
  SubjectKind,
  TakedownState,
} from "#core/nouns/case.ts";

export const stateWords: Readonly<Record<CaseState, string>> = {
  verifying: "Đang xác minh",
  waiting: "Chờ thông tin",
  assessment: "Đang giám định, thẩm định",
  proposed: "Đã trình",
  approved: "Đã duyệt",
  takedown: "Đã yêu cầu gỡ bỏ",
  removed: "Đã gỡ",
  "not-removed": "Không gỡ",
  recording: "Đang lập biên bản",
  explanation: "Đang giải trình",
  sanctioned: "Đã có quyết định xử phạt",
  complaint: "Có khiếu nại",
  enforcement: "Đang thi hành",
  coercion: "Đang cưỡng chế",
  police: "Đã chuyển cơ quan công an",
  "police-received": "Cơ quan công an đã tiếp nhận",
  "police-verifying": "Cơ quan công an đang xác minh",
  prosecuted: "Đã khởi tố",
  "not-prosecuted": "Không khởi tố",
  transferred: "Đã chuyển cơ quan khác",
  reminded: "Đã nhắc nhở",
  following: "Đang theo dõi",
  closed: "Đã kết thúc",
  archived: "Đã lưu",
  rejected: "Đã loại",
  duplicate: "Trùng hồ sơ khác",
  "out-of-area": "Ngoài địa bàn",
};

export const sourceWords: Readonly<Record<CaseSource, string>> = {
  scan: "giám sát theo lịch",
  letter: "văn bản đến",
  tip: "phản ánh, kiến nghị",
  partner: "cơ quan phối hợp",
  soc: "trung tâm giám sát an toàn thông tin",
  manual: "người có trách nhiệm tự phát hiện",
};

export const confidenceWords: Readonly<Record<Confidence, string>> = {
  unknown: "chưa xác định",
  low: "thấp",
  medium: "trung bình",
  high: "cao",
  confirmed: "đã xác nhận",
};

export const subjectWords: Readonly<Record<SubjectKind, string>> = {
  person: "cá nhân",
  organisation: "tổ chức",
  unknown: "chưa xác định",
};

export const identifierWords: Readonly<Record<IdentifierKind, string>> = {
  domain: "tên miền",
  url: "địa chỉ trang",
  account: "tài khoản mạng xã hội",
  phone: "số điện thoại",
  email: "thư điện tử",
  "bank-account": "tài khoản ngân hàng",
  ip: "địa chỉ IP",
  imei: "IMEI",
  wallet: "ví điện tử",
  licence: "giấy phép nêu trên trang",
  tracker: "mã theo dõi, quảng cáo",
  registrant: "chủ thể đăng ký tên miền",
  registrar: "nhà đăng ký tên miền",
  hosting: "nơi lưu trữ",
  other: "khác",
};

export const takedownWords: Readonly<Record<TakedownState, string>> = {
  requested: "đã yêu cầu",
  removed: "đã gỡ",
  "still-up": "chưa gỡ",
  refused: "từ chối",
  withdrawn: "đã rút yêu cầu",
};

export const outcomeWords: Readonly<Record<OutcomeKind, string>> = {
  warning: "cảnh cáo",
  fine: "phạt tiền",
  remedy: "biện pháp khắc phục hậu quả",
  "additional-penalty": "hình thức xử phạt bổ sung",
  prosecution: "khởi tố",
  reminder: "nhắc nhở",
  "no-action": "không áp dụng hình thức xử lý",
  "licence-revoked": "thu hồi giấy phép",
  "account-removed": "gỡ tài khoản",
  "domain-revoked": "thu hồi tên miền",
};
