// Promises the Vietnamese texts of one area of the desk: documents.

export const documents = {
  title: "Văn bản",
};
