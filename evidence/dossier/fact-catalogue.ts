// Promises every field that a template may name, with its Vietnamese meaning and a sample for the preview.
import type { Facts, FactValue } from "./fact-tree.ts";
import { reportFields } from "./report-fields.ts";

/** Meaning and sample. Samples are made up; a sample of "" shows as a blank line. `mayLack` ones are no gap when they are empty. */
export type Leaf = { say: string; sample: string; mayLack?: true };
type Shape = Leaf | { list: Fields } | Fields;
export interface Fields {
  [name: string]: Shape;
}

const f = (say: string, sample = ""): Leaf => ({ say, sample });
const o = (say: string, sample = ""): Leaf => ({ say, sample, mayLack: true });
const hash = "5f0c3a9be1d74420a6c8f7b2390de1546bb0a7c2d9f81e3340c5a7b6e8d9f012";

const exhibit: Fields = {
  ma: f("Mã bản chụp", "019ab000-1111-7222-8333-444455556666"),
  tieu_de: f("Tiêu đề trang", "Trang mẫu"),
  chu_thich: f("Chú thích của hồ sơ", "Ảnh chụp phần đầu trang"),
  ghi_chu: f("Ghi chú"),
  dia_chi_yeu_cau: f("Địa chỉ yêu cầu", "https://trang-mau.example/"),
  dia_chi: f("Địa chỉ cuối", "https://trang-mau.example/trang-chu"),
  chuyen_huong: { list: { tu: f("Từ", "https://trang-mau.example/"), den: f("Đến"), ma: f("Mã", "302") } },
  bat_dau: f("Bắt đầu chụp (UTC)", "2026-11-20T03:04:05Z"),
  ket_thuc: f("Kết thúc chụp (UTC)", "2026-11-20T03:05:10Z"),
  dong_ho: f("Nguồn giờ và độ lệch", "đồng hồ hệ thống của máy ghi nhận; lệch 12 mili giây"),
  ip: f("Địa chỉ IP máy chủ", "192.0.2.10"),
  http: f("Trả lời của máy chủ", "200 (h2)"),
  ket_noi: f("Kết nối", "TLS 1.3; chứng thư được trình duyệt tin cậy"),
  tinh_trang: f("Tình trạng ghi nhận", "Ghi nhận đầy đủ"),
  niem_phong_luc: f("Niêm phong lúc (UTC)", "2026-11-20T03:05:30Z"),
  ma_bam: f("SHA-256 của bản niêm phong", hash),
  ma_bam_ban_ke: f("SHA-256 của bản kê", hash),
  kich_thuoc: f("Kích thước, byte", "1843200"),
  vi_tri_so: f("Mục trong nhật ký lưu giữ", "41"),
  khoa: f("Vân tay khóa ký", hash),
  dau_thoi_gian: f("Dấu thời gian", "Chưa có dấu thời gian"),
  chuong_trinh: f("Chương trình", "vonggac"),
  trinh_duyet: f("Trình duyệt", "Chromium"),
  cua_so: f("Cửa sổ, ngôn ngữ", "1280 × 800 điểm ảnh; vi-VN"),
  duong_ra: f("Đường ra mạng", "trực tiếp"),
  nguoi_yeu_cau: f("Người yêu cầu chụp", "Nguyễn Thị Lan"),
  ly_do: f("Lý do chụp", "theo lịch giám sát"),
  hinh: f("Ảnh phần đầu trang", "picture"),
  dau_hieu: { list: { loai: f("Loại", "Cờ bạc, cá cược trực tuyến"), noi_dung: f("Nội dung", "Trang mời nạp tiền.") } },
  khong_ghi_duoc: { list: { noi_dung: f("Nội dung", "https://khac.example/a.js"), ly_do: f("Lý do", "bị chặn") } },
  nhat_ky: {
    list: { so: f("Số", "41"), luc: f("Lúc", "2026-11-20T03:05:30Z"), nguoi: f("Người", "hệ thống"), viec: f("Việc") },
  },
};

const sealedPackage: Fields = {
  ma: f("Mã gói", "019ab000-2222-7222-8333-444455556666"),
  muc_dich: f("Mục đích lập gói", "chuyển cơ quan có thẩm quyền"),
  lap_luc: f("Lập gói lúc (UTC)", "2026-11-21T02:00:00Z"),
  ma_bam: f("SHA-256 của gói", hash),
  kich_thuoc: f("Kích thước, byte", "2400000"),
  khoa: f("Vân tay khóa ký", hash),
};

/** Names are plain ASCII so that every keyboard types them. */
export const factCatalogue: Fields = {
  co_quan: {
    chu_quan: f("Cơ quan chủ quản", "CƠ QUAN CHỦ QUẢN"),
    ten: f("Tên cơ quan", "TÊN CƠ QUAN"),
    don_vi: f("Đơn vị giám sát", "Tổ giám sát"),
    ky_hieu: f("Ký hiệu cơ quan", "CQ"),
    ky_hieu_don_vi: f("Ký hiệu đơn vị", "DV"),
    dia_danh: f("Địa danh", "Địa danh"),
    dia_ban: f("Địa bàn", "tỉnh"),
    dia_chi: f("Địa chỉ cơ quan", "01 Đường Mẫu"),
    dien_thoai: f("Điện thoại", "0200 000 000"),
    thu_dien_tu: f("Thư điện tử", "vanthu@coquan.example"),
  },
  van_ban: {
    so: o("Số văn bản (văn thư ghi khi phát hành)"),
    ngay: o("Ngày văn bản (văn thư ghi khi phát hành)"),
    trich_yeu: f("Trích yếu", "nội dung văn bản"),
    noi_nhan: f("Nơi nhận chính", "Cơ quan nhận"),
    dia_chi_nhan: f("Địa chỉ nơi nhận"),
    noi_dung: f("Nội dung thêm", "Nội dung do người soạn ghi."),
    de_nghi: f("Đề nghị cụ thể", "Đề nghị xem xét theo thẩm quyền."),
    thoi_han: f("Thời hạn đề nghị", "2026-12-05"),
    dia_diem: f("Địa điểm lập", "trụ sở cơ quan"),
    so_den: f("Số văn bản đến", "15/CV-MAU"),
    ngay_den: f("Ngày văn bản đến", "2026-11-02"),
    ky_bao_cao: f("Kỳ báo cáo", "tháng 11 năm 2026"),
  },
  dong: {
    list: {
      dia_chi: f("Địa chỉ trang", "trang-mau.example"),
      tinh_trang: f("Tình trạng", "đang xác minh"),
      ket_qua: f("Kết quả"),
      ghi_chu: f("Ghi chú"),
    },
  },
  nguoi_lap: {
    ho_ten: f("Người lập", "Nguyễn Thị Lan"),
    chuc_vu: f("Chức vụ người lập", "Chuyên viên"),
    giao_viec: o("Văn bản giao nhiệm vụ (số, ngày)"),
  },
  nguoi_chung_kien: { ho_ten: o("Người chứng kiến"), chuc_vu: o("Chức vụ, đơn vị người chứng kiến") },
  nguoi_ky: {
    quyen_han: o("Quyền hạn ký (TM., KT., TL.…)"),
    chuc_vu: f("Chức vụ người ký", "GIÁM ĐỐC"),
    ho_ten: f("Người ký", "Trần Văn Minh"),
  },
  tham_dinh: { nguoi: f("Người thẩm định"), chuc_vu: f("Chức vụ người thẩm định"), y_kien: f("Ý kiến thẩm định") },
  ben_nhan: { ten: f("Bên nhận"), dai_dien: f("Đại diện bên nhận"), chuc_vu: f("Chức vụ đại diện bên nhận") },
  phuong_tien: { loai: f("Phương tiện lưu trữ"), so_se_ri: f("Số sê-ri"), so_niem_phong: f("Số niêm phong") },
  ho_so: {
    so: f("Số hồ sơ", "HS-2026-0001"),
    ten: f("Tên hồ sơ", "Trang có dấu hiệu cần xem xét"),
    loai: f("Loại", "Cờ bạc, cá cược trực tuyến"),
    nguon: f("Nguồn tin", "giám sát theo lịch"),
    tom_tat: f("Tóm tắt", "Trang có nội dung cần xem xét."),
    dia_ban: f("Địa bàn của vụ việc"),
    ngay_hanh_vi: f("Ngày xảy ra", "2026-11-18"),
    phat_hien_luc: f("Phát hiện lúc (UTC)", "2026-11-20T03:00:00Z"),
    mo_luc: f("Mở hồ sơ lúc (UTC)", "2026-11-20T04:00:00Z"),
    trang_thai: f("Trạng thái", "Đang xác minh"),
  },
  doi_tuong: {
    list: {
      loai: f("Loại đối tượng", "tổ chức"),
      ten: f("Tên", "chưa xác định"),
      dia_chi: f("Địa chỉ"),
      do_tin_cay: f("Độ tin cậy", "chưa xác định"),
    },
  },
  dinh_danh: {
    list: {
      loai: f("Loại", "tên miền"),
      gia_tri: f("Giá trị", "trang-mau.example"),
      do_tin_cay: f("Độ tin cậy", "cao"),
      nguon: f("Nguồn", "bản chụp"),
    },
  },
  dieu_luat: {
    list: {
      van_ban: f("Văn bản", "Văn bản mẫu"),
      dieu: f("Điều, khoản, điểm", "Điều 1"),
      noi_dung: f("Hành vi theo điều luật", "nội dung điều luật"),
      muc_ca_nhan: f("Mức đối với cá nhân", "từ 1 đến 2 triệu đồng"),
      muc_to_chuc: f("Mức đối với tổ chức", "từ 2 đến 4 triệu đồng"),
      canh_bao: f("Cảnh báo hiệu lực"),
    },
  },
  can_cu: { list: { ten: f("Văn bản làm căn cứ", "Văn bản mẫu") } },
  ket_qua: {
    list: {
      loai: f("Hình thức", "cảnh cáo"),
      so: f("Số quyết định", "12/QĐ-MAU"),
      ngay: f("Ngày", "2026-11-25"),
      noi_dung: f("Nội dung"),
      so_tien: f("Số tiền, đồng", "169750000"),
    },
  },
  go_bo: {
    list: {
      dia_chi: f("Địa chỉ", "https://trang-mau.example/bai-1"),
      noi_nhan: f("Nơi được yêu cầu", "Chủ trang"),
      luc: f("Yêu cầu lúc (UTC)", "2026-11-21T02:00:00Z"),
      han: f("Thời hạn (UTC)", "2026-11-22T02:00:00Z"),
      tinh_trang: f("Tình trạng", "đã yêu cầu"),
    },
  },
  buoc: {
    list: {
      luc: f("Lúc", "2026-11-20T04:00:00Z"),
      tu: f("Từ", "Đang xác minh"),
      den: f("Đến", "Đã trình"),
      nguoi: f("Người thực hiện", "lan"),
      ly_do: f("Lý do", "đủ chứng cứ"),
    },
  },
  ...reportFields,
  chung_cu: { list: exhibit },
  so_chung_cu: f("Số bản chụp trong hồ sơ", "1"),
  dia_chi_chinh: f("Địa chỉ của bản chụp đầu", "https://trang-mau.example/trang-chu"),
  goi: sealedPackage,
  he_thong: {
    ten: f("Tên hệ thống", "Vọng Gác"),
    lap_luc: f("Lập văn bản lúc (UTC)", "2026-11-21T03:00:00Z"),
    van_tay: f("Vân tay dữ kiện của văn bản", "5f0c3a9be1d74420"),
    nguoi_chuyen_doi: f("Người chuyển đổi sang bản in", "Nguyễn Thị Lan"),
  },
};

const isLeaf = (shape: Shape): shape is Leaf => typeof (shape as Leaf).say === "string";
const isList = (shape: Shape): shape is { list: Fields } =>
  !isLeaf(shape) && "list" in shape && !isLeaf(shape.list as Shape);

export interface CatalogueRow {
  name: string;
  say: string;
  /** Path of the list in whose section the name is known; empty outside. */
  within: string;
  mayLack: boolean;
}

/** The catalogue as rows, in its order; a list has a row of its own. */
export function listFields(fields: Fields = factCatalogue, prefix = "", within = ""): CatalogueRow[] {
  return Object.entries(fields).flatMap(([key, shape]): CatalogueRow[] => {
    const name = prefix ? `${prefix}.${key}` : key;
    if (isLeaf(shape)) return [{ name, say: shape.say, within, mayLack: shape.mayLack === true }];
    if (isList(shape))
      return [
        { name, say: "", within, mayLack: true },
        ...listFields(shape.list, "", within ? `${within}.${name}` : name),
      ];
    return listFields(shape, name, within);
  });
}

/** What stands under a dotted name in the innermost scope that knows it; null where none does. */
export function findShape(scopes: readonly Fields[], name: string): "leaf" | Fields | { list: Fields } | null {
  for (const scope of scopes) {
    let shape: Shape | undefined = scope;
    for (const part of name.split("."))
      shape = shape && !isLeaf(shape) && Object.hasOwn(shape, part) ? (shape as Fields)[part] : undefined;
    if (shape) return isLeaf(shape) ? "leaf" : isList(shape) ? { list: shape.list } : shape;
  }
  return null;
}

/** Facts for a preview without a case; pictures get `picture`. */
export function sampleFacts(picture: FactValue, fields: Fields = factCatalogue): Facts {
  const entries = Object.entries(fields).map(([key, shape]): [string, FactValue] => {
    if (isLeaf(shape)) return [key, shape.sample === "picture" ? picture : shape.sample];
    return [key, isList(shape) ? [sampleFacts(picture, shape.list)] : sampleFacts(picture, shape)];
  });
  return Object.fromEntries(entries);
}
