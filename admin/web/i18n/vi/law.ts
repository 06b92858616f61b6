// Promises the Vietnamese texts of one area of the desk: law.

export const law = {
  title: "Căn cứ pháp lý",
};
