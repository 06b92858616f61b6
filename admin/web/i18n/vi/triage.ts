// Promises the Vietnamese texts of one area of the desk: triage.

export const triage = {
  title: "Phân loại",
};
