// Promises the demo's expected outcome, one row per watched address: what must be found, and what must never be flagged.
import type { Category, Verdict } from "#core/nouns/category.ts";

/** How the scan of a target may end. `no-preview`: a channel that shows nothing to the public. */
export type FinalState = "scanned" | "challenge" | "unreachable" | "no-preview" | "parked";

export interface ExpectedOutcome {
  /** As written in watchlist.csv. */
  url: string;
  /** The category that the site was planted for; null for an innocent site. */
  category: Category | null;
  /** Verdicts that are right for `category`; for an innocent site, the worst verdicts that any category may give. */
  verdicts: readonly Verdict[];
  /** Least number of independent signals (different rules), unless one of them is of legal grade. */
  minSignals: number;
  finalState: FinalState;
  /** Why, in plain words. */
  because: string;
}

const planted = (url: string, category: Category, verdicts: readonly Verdict[], because: string): ExpectedOutcome => ({
  url,
  category,
  verdicts,
  minSignals: 2,
  finalState: "scanned",
  because,
});
const innocent = (url: string, because: string, finalState: FinalState = "scanned"): ExpectedOutcome => ({
  url,
  category: null,
  verdicts: ["none"],
  minSignals: 0,
  finalState,
  because,
});

export const expectedOutcomes: readonly ExpectedOutcome[] = [
  planted(
    "https://bet68club.example/",
    "gambling",
    ["flag"],
    "Odds, casino halls, deposits, agents and a Telegram desk, with diacritics",
  ),
  planted(
    "http://nhacaivn79.example/",
    "gambling",
    ["flag"],
    "The same trade written without diacritics and with dots between letters",
  ),
  planted(
    "http://noithatgocnha.example/",
    "gambling",
    ["flag"],
    "A furniture blog to desktops, a bookmaker to phones and to search visitors",
  ),
  planted(
    "http://gomlangnen.example/",
    "gambling",
    ["flag"],
    "A pottery shop to everybody but phones that come from a search page, who get a bookmaker",
  ),
  planted(
    "https://vongquay99.example/",
    "gambling",
    ["flag"],
    "Nothing stands in the document; a browser must build the page",
  ),
  planted(
    "http://tin24h-tonghop.example/",
    "unlicensed_news",
    ["flag", "review"],
    "Seven general sections of copied leads, many ads, a readable footer without a licence",
  ),
  planted(
    "http://tinvungcao.example/",
    "unlicensed_news",
    ["flag", "review"],
    "Shows licence 9017/GP-TTĐT, which the register gives to another owner and domain",
  ),
  planted(
    "https://saomaibank-xacthuc.top/",
    "impersonation",
    ["flag"],
    "A bank's name on a lookalike host, with a password, card and OTP form",
  ),
  planted(
    "http://xa-binhan.tinhmau.gov.vn/",
    "hidden_gambling_links",
    ["flag"],
    "Gambling links hidden by display:none and off-screen in a commune portal",
  ),
  planted(
    "https://t.me/s/keobet68_tinhmau",
    "gambling",
    ["flag", "review"],
    "Posts with tips, lottery numbers, agents and links to a bookmaker",
  ),
  {
    ...planted(
      "http://chuyenlang247.example/vo-dap",
      "false_information",
      ["review", "none"],
      "Rumour cues only prioritise: review at most",
    ),
    minSignals: 0,
  },
  innocent("https://tonghoptinhmau.vn/", "A licensed aggregator whose number, owner and domain stand in the register"),
  innocent("https://baotinhmau.vn/", "A licensed newspaper that also reports a gambling arrest"),
  innocent("https://nepsongtinhmau.vn/duong-day-ca-cuoc", "A press story full of gambling words about an arrest"),
  innocent("http://saomaibank.com.vn/", "The real bank on its own domain, with a login and a safety warning"),
  innocent("https://xa-thuonglam.tinhmau.gov.vn/", "A clean portal that warns its people of gambling"),
  innocent("http://xosotinhmau.com.vn/", "Results of the state lottery, which is legal"),
  innocent("https://cokhitanphu.example/", "A company's own site"),
  innocent(
    "https://quanphobenho.example/",
    "An eating house with a template of its own for phones: other order, same words",
  ),
  innocent("http://ghichepbenhien.example/", "A personal blog, one page of it in windows-1258"),
  innocent("https://noithatanmoc.example/", "A shop, one page of it very tall and lazy"),
  innocent(
    "http://thcs-binhan.tinhmau.edu.vn/",
    "A school; one page is slow, one names no charset, one is closed to robots",
  ),
  innocent("https://phimcuoituan.example/", "A challenge page says nothing about the site behind it", "challenge"),
  innocent("http://choquesamau.example/", "A parked domain has no content of its own", "parked"),
  innocent("http://tinnhanhmau.example/", "The domain no longer answers", "unreachable"),
  innocent("https://t.me/s/xabinhan_thongbao", "Notices of a commune"),
  innocent("https://t.me/s/nhomkin_tinhmau", "No public preview: said to be so, nothing concluded", "no-preview"),
];
