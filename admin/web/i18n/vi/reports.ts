// Promises the Vietnamese texts of one area of the desk: reports.

export const reports = {
  title: "Báo cáo",
};
