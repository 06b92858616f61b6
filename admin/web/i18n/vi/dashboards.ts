// Promises the Vietnamese texts of one area of the desk: dashboards.

export const dashboards = {
  title: "Tổng quan",
};
