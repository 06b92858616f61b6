// Promises the fields of a report that a template may name: period, sections with their figures, tables and texts.
import type { Fields, Leaf } from "./fact-catalogue.ts";

const o = (say: string, sample = ""): Leaf => ({ say, sample, mayLack: true });

const figure: Fields = {
  chi_tieu: o("Chỉ tiêu", "Hồ sơ vụ việc"),
  so_luong: o("Số lượng", "12"),
  so_tien: o("Số tiền, đồng", "169750000"),
  ky_truoc: o("Số lượng của kỳ so sánh", "9"),
  tang_giam: o("Tăng, giảm", "+3 (33,3 %)"),
};

export const reportFields: Fields = {
  bao_cao: {
    ten: o("Tên báo cáo", "Kết quả giám sát tháng 11 năm 2026"),
    ky: o("Kỳ báo cáo", "từ ngày 01/11/2026 đến ngày 30/11/2026"),
    ky_so_sanh: o("Kỳ so sánh", "từ ngày 01/11/2025 đến ngày 30/11/2025"),
    yeu_cau_go: o("Số yêu cầu gỡ bỏ đã gửi trong kỳ", "4"),
    da_go: o("Số yêu cầu đã được thực hiện", "3"),
    gio_trung_vi: o("Thời gian thực hiện trung vị, giờ", "18,5"),
    chot_luc: o("Chốt số liệu lúc (UTC)", "2026-12-01T02:00:00Z"),
  },
  muc: {
    list: {
      so_muc: o("Số mục", "I"),
      ten_muc: o("Tên mục", "Tình hình"),
      loi_van: o("Lời văn của mục", "Nội dung do người soạn ghi."),
      so_lieu: { list: figure },
      linh_vuc: { list: figure },
      phoi_hop: {
        list: {
          co_quan_nhan: o("Cơ quan nhận", "Cơ quan nhận"),
          da_gui: o("Số văn bản đã gửi", "5"),
          da_tra_loi: o("Số đã trả lời", "4"),
          thiet_hai: o("Thiệt hại, đồng", "1526950000"),
        },
      },
      chi_so: {
        list: {
          ten_chi_so: o("Chỉ số giám sát", "Trang web giả mạo"),
          tu: o("Từ ngày", "2026-11-01"),
          den: o("Đến ngày", "2026-11-30"),
          gia_tri: o("Giá trị", "253"),
          ghi_chu: o("Ghi chú"),
        },
      },
      vu_viec: {
        list: { ten_vu: o("Hồ sơ vụ việc", "HS-2026-0001"), luc: o("Phát hiện lúc", "2026-11-20T03:00:00Z") },
      },
    },
  },
};
