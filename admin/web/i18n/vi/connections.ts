// Promises the Vietnamese texts of one area of the desk: connections.

export const connections = {
  title: "Kết nối hệ thống",
};
