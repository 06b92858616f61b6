// Promises the Vietnamese texts of one area of the desk: cases.

export const cases = {
  title: "Hồ sơ vụ việc",
};
