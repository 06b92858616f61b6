// Promises plain facts: the host, what the forms ask for, what is offered for download.
import { parse } from "tldts";
import type { AskedFor, Page } from "#core/nouns/page.ts";
import type { Anchor } from "#core/nouns/signal.ts";
import { textAnchor } from "../text/fields.ts";
import { known, type Fact, type Facts } from "./fact.ts";
import type { Subjects } from "./gather.ts";

export interface Site {
  /** Lower-case ASCII host without www. */
  host: string;
  /** Registrable domain; the host itself where there is none. */
  domain: string;
  /** Place of the host in finalUrl. */
  anchor: Anchor;
}

export type Gather = (subjects: Subjects, site: Site, facts: Facts) => [string, Fact][];

export function readSite(page: Page): Site {
  const host = URL.canParse(page.finalUrl) ? new URL(page.finalUrl).hostname.toLowerCase() : "";
  const at = Math.max(0, page.finalUrl.toLowerCase().indexOf(host));
  const bare = host.replace(/^www\./, "");
  return {
    host: bare,
    domain: parse(host, { allowPrivateDomains: true }).domain ?? bare,
    anchor: textAnchor("url", page.finalUrl, at, at + Math.max(host.length, 1)),
  };
}

export const elementAnchor = (page: Page, part: { htmlStart: number; htmlEnd: number }): Anchor =>
  textAnchor("html", page.html, part.htmlStart, part.htmlEnd);

const secrets: AskedFor[] = ["password", "otp", "card", "identity-number", "bank-account"];

export const pageFacts: Gather = ({ page, context }) => {
  const asking = page.forms.filter((form) => form.asks.some((a) => secrets.includes(a)));
  const personal = page.forms.filter((form) =>
    form.asks.some((a) => secrets.includes(a) || a === "phone" || a === "file" || a === "name"),
  );
  const strong = page.forms.filter((form) =>
    form.asks.some((a) => a === "otp" || a === "card" || a === "identity-number" || a === "bank-account"),
  );
  const packages = page.links.filter((link) => /\.(apk|ipa|exe|mobileconfig)(\?|#|$)/i.test(link.href));
  const own = readSite(page);
  const away = asking.filter((form) => {
    if (!URL.canParse(form.action, page.finalUrl)) return false;
    const host = new URL(form.action, page.finalUrl).hostname.replace(/^www\./, "");
    return host !== "" && host !== own.host && !host.endsWith(own.domain);
  });
  const elements = (parts: { htmlStart: number; htmlEnd: number }[]) =>
    parts.slice(0, 6).map((p) => elementAnchor(page, p));
  return [
    ["context.kind", known(context.kind)],
    ["site.host", known(own.host, [own.anchor])],
    ["forms.secret", known(asking.length, elements(asking))],
    ["forms.identity", known(strong.length, elements(strong))],
    ["forms.personal", known(personal.length, elements(personal))],
    [
      "forms.asks",
      known(
        [...new Set(asking.flatMap((f) => f.asks))]
          .filter((a) => a !== "text" && a !== "search")
          .map(nameOfAsk)
          .join(", "),
        elements(asking),
      ),
    ],
    ["forms.elsewhere", known(away.length, elements(away))],
    ["downloads.app", known(packages.length, elements(packages))],
  ];
};

const askNames: Record<AskedFor, string> = {
  password: "mật khẩu",
  otp: "mã OTP",
  card: "số thẻ",
  "identity-number": "số CCCD",
  "bank-account": "số tài khoản",
  phone: "số điện thoại",
  email: "thư điện tử",
  name: "họ tên",
  search: "từ khoá",
  text: "nội dung",
  file: "tệp",
};
const nameOfAsk = (ask: AskedFor) => askNames[ask];
