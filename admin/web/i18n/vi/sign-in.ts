// Promises the Vietnamese texts of one area of the desk: sign-in.

export const signIn = {
  title: "Đăng nhập",
};
