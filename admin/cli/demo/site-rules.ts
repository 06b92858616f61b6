// Promises the register of the sample web: every host, how it is served, and the few paths that behave in their own way.

/** What a path does beyond serving its file. A path that is not named serves `sites/<folder>/<path>.html` with status 200. */
export interface PathRule {
  /** Content file in the site's folder, instead of the one the path names. */
  file?: string;
  /** Content file for phones (iPhone, Android) and for visitors who come from a search engine: cloaking. */
  fileForPhoneOrSearch?: string;
  /** Content file only for phones that come from a search engine: a narrower cloak. */
  fileForPhoneFromSearch?: string;
  /** Content file for phones: an honest template of the same content. */
  fileForPhone?: string;
  status?: number;
  redirect?: string;
  delayMs?: number;
  /** `windows-1258`: bytes in that code page. `none`: UTF-8 bytes that no header announces. */
  charset?: "windows-1258" | "none";
  headers?: Record<string, string>;
}

export interface Site {
  /** `http`: nothing listens on 443. `https`: port 80 answers with a redirect to https. */
  scheme: "http" | "https";
  mark: string;
  colour: string;
  robots?: string;
  gzip?: boolean;
  /** Every path answers with this rule unless `paths` names it. */
  everyPath?: PathRule;
  paths?: Record<string, PathRule>;
}

const challenge: PathRule = {
  file: "index.html",
  status: 403,
  headers: { "cf-mitigated": "challenge", server: "cloudflare", "cache-control": "no-store" },
};

export const sites: Record<string, Site> = {
  "bet68club.example": { scheme: "https", mark: "68", colour: "#b3121d", paths: { "/dang-nhap": { redirect: "/" } } },
  "nhacaivn79.example": { scheme: "http", mark: "79", colour: "#0b6b3a" },
  "noithatgocnha.example": {
    scheme: "http",
    mark: "GN",
    colour: "#7b5a3a",
    paths: {
      "/": { file: "index.html", fileForPhoneOrSearch: "mat-that.html", headers: { vary: "User-Agent, Referer" } },
    },
  },
  "gomlangnen.example": {
    scheme: "http",
    mark: "LN",
    colour: "#8a4b2a",
    paths: {
      "/": { file: "index.html", fileForPhoneFromSearch: "sanh-choi.html", headers: { vary: "User-Agent, Referer" } },
    },
  },
  "quanphobenho.example": {
    scheme: "https",
    mark: "P",
    colour: "#2b6777",
    paths: { "/": { file: "index.html", fileForPhone: "dien-thoai.html", headers: { vary: "User-Agent" } } },
  },
  "vongquay99.example": { scheme: "https", mark: "99", colour: "#5b1a8b" },
  "tin24h-tonghop.example": { scheme: "http", mark: "24", colour: "#c62828", gzip: true },
  "tonghoptinhmau.vn": { scheme: "https", mark: "TH", colour: "#1f5fa8", gzip: true },
  "tinvungcao.example": { scheme: "http", mark: "VC", colour: "#3f7d3a" },
  "baotinhmau.vn": {
    scheme: "https",
    mark: "TM",
    colour: "#a3161b",
    gzip: true,
    robots: "User-agent: *\nCrawl-delay: 2\nDisallow: /tim-kiem\nSitemap: https://baotinhmau.vn/sitemap.xml\n",
  },
  "nepsongtinhmau.vn": { scheme: "https", mark: "NS", colour: "#7a1f2b" },
  "saomaibank-xacthuc.top": { scheme: "https", mark: "SM", colour: "#0a4d8c" },
  "saomaibank.com.vn": { scheme: "https", mark: "SM", colour: "#0a4d8c", gzip: true },
  "xa-binhan.tinhmau.gov.vn": { scheme: "http", mark: "BA", colour: "#b71c1c" },
  "xa-thuonglam.tinhmau.gov.vn": { scheme: "https", mark: "TL", colour: "#b71c1c" },
  "chuyenlang247.example": { scheme: "http", mark: "CL", colour: "#d9480f" },
  "xosotinhmau.com.vn": { scheme: "http", mark: "XS", colour: "#c2185b", gzip: true },
  "cokhitanphu.example": {
    scheme: "https",
    mark: "TP",
    colour: "#37474f",
    paths: { "/san-pham-cu": { redirect: "/san-pham", status: 301 } },
  },
  "ghichepbenhien.example": {
    scheme: "http",
    mark: "BH",
    colour: "#4e6e58",
    paths: { "/nhat-ky-2009": { charset: "windows-1258" } },
  },
  "noithatanmoc.example": { scheme: "https", mark: "AM", colour: "#6d4c2f" },
  "thcs-binhan.tinhmau.edu.vn": {
    scheme: "http",
    mark: "BA",
    colour: "#1565c0",
    robots: "User-agent: *\nDisallow: /noi-bo/\n",
    paths: { "/thoi-khoa-bieu": { delayMs: 1500 }, "/thu-vien": { charset: "none" } },
  },
  "phimcuoituan.example": { scheme: "https", mark: "P", colour: "#222", everyPath: challenge },
  "choquesamau.example": { scheme: "http", mark: "?", colour: "#888", everyPath: { file: "index.html" } },
  "t.me": {
    scheme: "https",
    mark: "t",
    colour: "#2a9fd8",
    paths: {
      "/s/nhomkin_tinhmau": { redirect: "/nhomkin_tinhmau", status: 302 },
    },
  },
};

/** A watched domain that no longer answers: the sample web does not serve it on purpose. */
export const deadHost = "tinnhanhmau.example";
