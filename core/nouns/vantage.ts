// Promises the places from which an address is looked at, as one table: device × where the visitor comes from × browser or not.
import { z } from "zod";

/** Cloaked sites show each kind of visitor another face; `*-script` is the same visitor with a browser that runs scripts. */
export const Vantage = z.enum([
  "desktop",
  "mobile",
  "search",
  "social",
  "mobile-search",
  "mobile-social",
  "desktop-script",
  "mobile-script",
  "search-script",
  "social-script",
  "mobile-search-script",
  "mobile-social-script",
]);
export type Vantage = z.infer<typeof Vantage>;

export type Referrer = "none" | "search" | "social";

export interface VantageFacts {
  device: "desktop" | "mobile";
  /** Where the visitor says that he comes from. */
  referrer: Referrer;
  /** True where only a browser looks; the others are asked by HTTP, and a browser only helps where a page needs one. */
  script: boolean;
  /** The visitor in Vietnamese, as sentences name him. */
  visitor: string;
}

const face = (device: VantageFacts["device"], referrer: Referrer, visitor: string) => ({ device, referrer, visitor });
const visitors = {
  desktop: face("desktop", "none", "người mở bằng máy tính"),
  mobile: face("mobile", "none", "người mở bằng điện thoại"),
  search: face("desktop", "search", "người mở bằng máy tính từ trang tìm kiếm"),
  social: face("desktop", "social", "người mở bằng máy tính từ mạng xã hội"),
  "mobile-search": face("mobile", "search", "người mở bằng điện thoại từ trang tìm kiếm"),
  "mobile-social": face("mobile", "social", "người mở bằng điện thoại từ mạng xã hội"),
};

/** The visitor of each vantage without its browser. */
export type Visitor = keyof typeof visitors;

const withScript = (visitor: Visitor): VantageFacts => ({ ...visitors[visitor], script: true });
const plainly = (visitor: Visitor): VantageFacts => ({ ...visitors[visitor], script: false });

export const vantages: Readonly<Record<Vantage, VantageFacts>> = {
  desktop: plainly("desktop"),
  mobile: plainly("mobile"),
  search: plainly("search"),
  social: plainly("social"),
  "mobile-search": plainly("mobile-search"),
  "mobile-social": plainly("mobile-social"),
  "desktop-script": withScript("desktop"),
  "mobile-script": withScript("mobile"),
  "search-script": withScript("search"),
  "social-script": withScript("social"),
  "mobile-search-script": withScript("mobile-search"),
  "mobile-social-script": withScript("mobile-social"),
};

/** The visitor whom every other face is compared with: a desktop that comes from nowhere, as an inspector does. */
export const isOrdinary = (vantage: Vantage): boolean =>
  vantages[vantage].device === "desktop" && vantages[vantage].referrer === "none";

/** The same visitor with a browser. */
export const scriptFaceOf = (vantage: Vantage): Vantage =>
  vantages[vantage].script ? vantage : (`${vantage as Visitor}-script` as const);
