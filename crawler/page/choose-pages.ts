// Promises which further pages of a site are worth a visit: where licences stand, sections, newest articles, sign-up pages. Never leaves the site.
import type { Link, Page } from "#core/nouns/page.ts";
import { plainVietnamese } from "./plain-vietnamese.ts";
import { siteOf } from "./site-of.ts";

export interface ChosenPage {
  url: string;
  /** One of: imprint, money, section, article, other; what a person would call the reason. */
  why: string;
}

interface Candidate extends ChosenPage {
  order: number;
  path: string;
}

const groups = ["imprint", "money", "section", "article", "other"] as const;
/** How many of each are taken in one round, so that no kind crowds the others out. */
const perRound: Record<string, number> = { imprint: 2, money: 2, section: 3, article: 3, other: 1 };

const imprintWords =
  /gioi[ -]thieu|lien[ -]he|ve[ -]chung[ -]toi|\babout\b|\bcontact\b|giay[ -]phep|\blicen[cs]e|dieu[ -]khoan|\bterms\b|thong[ -]tin[ -]toa[ -]soan|toa[ -]soan|ban[ -]bien[ -]tap|chinh[ -]sach|\bimpressum\b|\bprivacy\b|quang[ -]cao|so[ -]do[ -](?:cong|site)/;
const moneyWords =
  /dang[ -]ky|\bregister\b|sign[ -]?up|nap[ -](?:tien|rut)|rut[ -]tien|\bdeposit|khuyen[ -]mai|\bpromotion|tai[ -]app|\bdownload\b|dai[ -]ly|ca[ -]cuoc|casino|no[ -]hu|ban[ -]ca|lo[ -]de|game[ -]bai|da[ -]ga/;
const traps =
  /\b(?:log-?(?:in|out)|sign-?(?:in|out)|dang-(?:nhap|xuat)|thoat|cart|gio-hang|checkout|thanh-toan|wishlist|compare|search|tim-kiem|calendar|lich-thang|wp-(?:admin|login|json|content|includes)|xmlrpc|feed|rss|print|share|captcha|cdn-cgi|admin|administrator|user|account|tai-khoan|password|mat-khau|reply|replytocom)\b/;
const trapQueries =
  /^(?:q|s|search|keyword|month|year|date|day|sort|order|orderby|filter|replytocom|share|print|action|add-to-cart|logout|sessionid|sid|phpsessid|return|returnurl|redirect|next|lang|amp)$/i;
const trackers = /^(?:utm_|fbclid$|gclid$|dclid$|msclkid$|zarsrc$|mc_|_ga$|ref$|ref_src$|spm$|igshid$|yclid$|gidzl$)/i;
const binary =
  /\.(?:jpe?g|png|gif|webp|svg|ico|bmp|avif|mp[34]|m4[av]|webm|avi|mov|flv|wmv|ogg|wav|zip|rar|7z|gz|tgz|tar|exe|msi|apk|ipa|dmg|iso|pdf|docx?|xlsx?|pptx?|odt|ods|csv|txt|xml|json|rss|atom|css|js|mjs|map|woff2?|ttf|eot|swf|torrent|ics)$/i;

/** At most `max` pages in order of worth. The same page gives the same answer: order follows the document. */
export function choosePages(home: Page, options: { max: number }): ChosenPage[] {
  const own = URL.parse(home.finalUrl) ?? URL.parse(home.url);
  if (!own || options.max <= 0) return [];
  const candidates = gather(home, own);
  const byGroup = new Map<string, Candidate[]>(
    groups.map((group) => [group, candidates.filter((one) => one.why === group)]),
  );
  const chosen: ChosenPage[] = [];
  while (chosen.length < options.max) {
    const before = chosen.length;
    for (const group of groups) {
      const taken = byGroup.get(group)?.splice(0, Math.min(perRound[group] ?? 1, options.max - chosen.length)) ?? [];
      for (const { url, why } of taken) chosen.push({ url, why });
    }
    if (chosen.length === before) break;
  }
  return chosen;
}

function gather(home: Page, own: URL): Candidate[] {
  const site = siteOf(own.hostname);
  const seen = new Map<string, Candidate>([[twinKey(own), { url: "", why: "home", order: -1, path: "" }]]);
  for (const [order, link] of home.links.entries()) {
    if (order >= 5000) break;
    const url = wanted(link, own, site);
    if (!url) continue;
    const key = twinKey(url);
    const why = kindOf(url, link, home);
    const known = seen.get(key);
    if (!known) seen.set(key, { url: url.href, why, order, path: url.pathname });
    else if (
      known.order >= 0 &&
      groups.indexOf(why as (typeof groups)[number]) < groups.indexOf(known.why as (typeof groups)[number])
    )
      known.why = why;
  }
  const found = [...seen.values()].filter((one) => one.order >= 0);
  // Neighbours under one domain (agencies under a province's) come after the watched host; imprints near the root come first.
  const depth = (one: Candidate): number => (one.why === "imprint" ? one.path.split("/").length : 0);
  const away = (one: Candidate): number => (URL.parse(one.url)?.hostname === own.hostname ? 0 : 1);
  return found.toSorted((a, b) => away(a) - away(b) || depth(a) - depth(b) || a.order - b.order);
}

function wanted(link: Link, own: URL, site: string): URL | null {
  if (!link.internal || link.host === null || link.href.length > 1000) return null;
  const url = URL.parse(link.href);
  if (
    !url ||
    siteOf(url.hostname) !== site ||
    url.port !== own.port ||
    url.username !== "" ||
    binary.test(url.pathname)
  )
    return null;
  url.hash = "";
  for (const name of new Set(url.searchParams.keys())) if (trackers.test(name)) url.searchParams.delete(name);
  const names = [...url.searchParams.keys()];
  if (names.length > 3 || names.some((name) => trapQueries.test(name))) return null;
  const words = plainVietnamese(safeDecode(url.pathname).normalize("NFC"));
  return traps.test(words.replaceAll("_", "-")) ? null : url;
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** http and https, www and not, a slash at the end or none, index files: one page. */
function twinKey(url: URL): string {
  const path = url.pathname
    .replace(/\/(?:index|default|home|trang-chu)\.(?:html?|php|aspx?)$/i, "/")
    .replace(/\/+$/, "");
  return `${url.hostname.replace(/^www\./, "")}${path}?${url.searchParams.toString()}`;
}

function kindOf(url: URL, link: Link, home: Page): string {
  const words = `${plainVietnamese(link.text.slice(0, 200).normalize("NFC"))} ${plainVietnamese(safeDecode(url.pathname + url.search).normalize("NFC")).replaceAll("_", "-")}`;
  const parts = url.pathname.split("/").filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  const hyphens = last.split("-").length - 1;
  const isArticle =
    hyphens >= 4 ||
    /\d{5,}/.test(last) ||
    /\/(?:19|20)\d\d\/\d\d\//.test(url.pathname) ||
    /(?:^|[?&])(?:id|p|newsid|articleid)=\d+/i.test(url.search);
  if (imprintWords.test(words) && !isArticle) return "imprint";
  const inFooter = home.footer !== null && link.textEnd > link.textStart && link.textStart >= home.footer.start;
  if (moneyWords.test(words) && link.text.length < 60) return "money";
  if (isArticle) return "article";
  if (parts.length > 0 && parts.length <= 2 && link.text !== "" && link.text.length <= 40 && !inFooter)
    return "section";
  return "other";
}
