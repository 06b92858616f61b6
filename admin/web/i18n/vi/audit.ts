// Promises the Vietnamese texts of one area of the desk: audit.

export const audit = {
  title: "Nhật ký thao tác",
};
