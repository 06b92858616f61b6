// Promises the Vietnamese texts of one area of the desk: office.

export const office = {
  title: "Đơn vị và thiết lập",
};
