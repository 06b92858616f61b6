// Promises the Vietnamese texts of one area of the desk: watch.

export const watch = {
  title: "Giám sát",
};
