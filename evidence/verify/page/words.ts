// Promises the page's Vietnamese: what each claim means, what each check looked at, what a verdict says in one sentence.
import type { ClaimName, ClaimState } from "../claims.ts";
import type { Verdict } from "../judge.ts";

export const stateWords: Record<ClaimState, string> = {
  proved: "Chứng minh được",
  "not-proved": "Chưa chứng minh được",
  contradicted: "Trái với dữ liệu",
};

export const claimWords: Record<ClaimName, { title: string; says: Record<ClaimState, string> }> = {
  intact: {
    title: "Nguyên vẹn",
    says: {
      proved: "Không có byte nào thay đổi kể từ khi niêm phong bằng khóa nêu ở trên.",
      "not-proved":
        "Tệp không được ký: mọi con số trong tệp khớp nhau, nhưng ai sửa tệp cũng có thể tính lại các con số đó.",
      contradicted: "Có chỗ trong tệp không khớp với chữ ký hoặc với các mã băm đã ghi.",
    },
  },
  signer: {
    title: "Người ký",
    says: {
      proved: "Khóa ký đúng là khóa ghi trên biên bản hoặc trong tệp tin cậy đã đưa vào.",
      "not-proved": "Chưa đối chiếu khóa ký. Hãy nhập vân tay khóa in trên biên bản giao nhận.",
      contradicted: "Khóa ký không phải khóa đã đưa vào để đối chiếu.",
    },
  },
  office: {
    title: "Chữ ký số của cơ quan",
    says: {
      proved: "Có chữ ký bằng chứng thư số của cơ quan, dẫn tới chứng thư gốc được tin cậy.",
      "not-proved": "Không có chữ ký bằng chứng thư số của cơ quan, hoặc chưa đưa chứng thư gốc để đối chiếu.",
      contradicted: "Chữ ký bằng chứng thư số không đúng.",
    },
  },
  time: {
    title: "Thời điểm",
    says: {
      proved: "Dấu thời gian của tổ chức được tin cậy cho thấy dữ liệu đã có vào thời điểm ghi dưới đây.",
      "not-proved": "Chưa có dấu thời gian, hoặc dấu thời gian của tổ chức chưa được đưa vào danh sách tin cậy.",
      contradicted: "Dấu thời gian không đúng hoặc trái với thời điểm ghi trong gói.",
    },
  },
  custody: {
    title: "Nhật ký lưu giữ",
    says: {
      proved:
        "Mọi bản chụp và thao tác kèm theo đều nằm trong nhật ký không thể sửa ngược. Thao tác không kèm theo thì không thấy được ở đây.",
      "not-proved": "Không có trích nhật ký lưu giữ kèm theo, hoặc chưa đối chiếu khóa của nhật ký.",
      contradicted: "Trích nhật ký không khớp: có mục bị bỏ, bị sửa hoặc nhật ký đã bị viết lại.",
    },
  },
  witnessed: {
    title: "Người làm chứng độc lập",
    says: {
      proved: "Bên làm chứng được tin cậy đã ký xác nhận nhật ký.",
      "not-proved": "Chưa có bên làm chứng được tin cậy nào ký xác nhận nhật ký.",
      contradicted: "Chữ ký của bên làm chứng không đúng.",
    },
  },
  complete: {
    title: "Đầy đủ",
    says: {
      proved:
        "Theo bản kê đã niêm phong, mọi yêu cầu của trang đều được ghi lại, bị chặn theo quy tắc hoặc có lý do không tải được.",
      "not-proved": "Bản chụp có phần chưa đầy đủ hoặc không cho biết đã ghi những gì; xem lý do dưới đây.",
      contradicted: "Danh sách yêu cầu trong bản chụp tự mâu thuẫn.",
    },
  },
  agreement: {
    title: "Hai bản ghi khớp nhau",
    says: {
      proved: "Theo bản kê đã niêm phong, nhật ký mạng của trình duyệt và công cụ ghi cho cùng một nội dung.",
      "not-proved": "Không có nhật ký mạng để so, hoặc hai nguồn có chỗ khác nhau; xem chi tiết.",
      contradicted: "Phần so sánh hai nguồn ghi tự mâu thuẫn.",
    },
  },
};

/** What a check of that name looked at; longest beginning wins. */
const checkWords: [string, string][] = [
  ["file", "Đọc tệp"],
  ["container.structure", "Cấu trúc tệp nén: không có mục ẩn, trùng hoặc chồng nhau"],
  ["container.canonical", "Tệp nén đúng dạng duy nhất, không có byte thừa"],
  ["container.crc", "Mã kiểm tra của từng mục trong tệp nén"],
  ["container.parts", "Các phần nằm đúng chỗ"],
  ["document", "Đọc các bản kê"],
  ["resources", "Bản kê và tệp nén nêu cùng một danh sách"],
  ["resource.hash", "Mã băm SHA-256 của tệp"],
  ["digest", "Mã băm của bản kê"],
  ["signature.form", "Chữ ký ở đúng dạng duy nhất"],
  ["signature.domain", "Chữ ký theo tên miền"],
  ["signature", "Chữ ký điện tử"],
  ["trust", "Đối chiếu khóa ký"],
  ["pages", "Danh sách trang"],
  ["warc", "Từng bản ghi lưu trữ và mã băm của nó"],
  ["index", "Chỉ mục trỏ đúng bản ghi"],
  ["manifest", "Bản kê của bản chụp khớp với dữ liệu lưu"],
  ["documents", "Các bản kê thống nhất với nhau"],
  ["cms", "Chữ ký bằng chứng thư số của cơ quan"],
  ["token", "Dấu thời gian"],
  ["custody.cosignature", "Chữ ký của bên làm chứng"],
  ["custody", "Nhật ký lưu giữ"],
  ["bag", "Bản kê BagIt của gói"],
  ["package.signature", "Chữ ký của gói"],
  ["package.captures", "Các bản chụp trong gói"],
  ["package.keys", "Khóa của gói và của các bản chụp"],
  ["package.parents", "Nguồn gốc của bản làm việc"],
  ["package.references", "Nội dung nằm ở bản chụp trước"],
  ["package", "Danh sách tệp của gói"],
  ["capture", "Bản niêm phong bên trong gói"],
  ["complete", "Các yêu cầu mạng đều có kết quả"],
  ["agreement", "So hai nguồn ghi"],
];

export function checkTitle(name: string): string {
  const found = checkWords.filter(([start]) => name.startsWith(start)).sort(([a], [b]) => b.length - a.length)[0];
  return found?.[1] ?? name;
}

export interface Banner {
  tone: "good" | "unsure" | "bad";
  title: string;
  says: string;
}

export function bannerOf({ ok, level, trust, checks }: Verdict): Banner {
  if (trust === "mismatch" && checks.every((check) => check.ok || check.name === "trust"))
    return {
      tone: "bad",
      title: "KHÔNG ĐÚNG NGƯỜI KÝ",
      says: "Khóa ký trong tệp không phải khóa đã đưa vào để đối chiếu. Không sử dụng tệp này khi chưa làm rõ.",
    };
  if (!ok)
    return {
      tone: "bad",
      title: "KHÔNG ĐẠT",
      says: "Tệp có chỗ không khớp; các chỗ đó được nêu bên dưới. Giữ nguyên tệp, lập biên bản và báo cho bên giao.",
    };
  if (level === "sealed" && trust === "trusted")
    return {
      tone: "good",
      title: "CÒN NGUYÊN VẸN, ĐÚNG KHÓA KÝ",
      says: "Không có byte nào thay đổi kể từ khi niêm phong, và khóa ký đúng là khóa đã đưa vào để đối chiếu.",
    };
  if (level === "sealed")
    return {
      tone: "unsure",
      title: "CÒN NGUYÊN VẸN, CHƯA ĐỐI CHIẾU KHÓA KÝ",
      says: "Không thấy thay đổi so với khi niêm phong. Hãy so vân tay khóa dưới đây với vân tay in trên biên bản giao nhận.",
    };
  return {
    tone: "unsure",
    title: "NHẤT QUÁN, NHƯNG KHÔNG PHẢI GÓI NIÊM PHONG",
    says: "Các số liệu trong tệp khớp nhau, nhưng tệp không có bản kê niêm phong: do chương trình khác tạo, hoặc bản kê và chữ ký đã bị gỡ. Điều đó chưa đủ để chứng minh tệp không bị sửa.",
  };
}
