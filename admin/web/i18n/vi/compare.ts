// Promises the Vietnamese texts of one area of the desk: compare.

export const compare = {
  title: "So sánh",
};
