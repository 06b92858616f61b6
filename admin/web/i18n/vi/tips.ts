// Promises the Vietnamese texts of one area of the desk: tips.

export const tips = {
  title: "Phản ánh, kiến nghị",
};
