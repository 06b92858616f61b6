// Promises which values say nothing about a site's operator: placeholders, everybody's hosts and pages, numbers of brands.
import type { Brands } from "../brand/card.ts";
import type { TraceKind } from "./kinds.ts";

/** Hosts from which half the web loads scripts, and places to which everybody links. */
const everybodysDomains = new Set(
  `googleapis.com gstatic.com google.com google.com.vn googletagmanager.com google-analytics.com googlesyndication.com
  googleadservices.com doubleclick.net facebook.com facebook.net fbcdn.net fb.com messenger.com youtube.com ytimg.com
  twitter.com x.com twimg.com tiktok.com ttwstatic.com linkedin.com licdn.com pinterest.com instagram.com telegram.org
  t.me zalo.me zadn.vn zdn.vn zalo.vn cloudflare.com cloudflareinsights.com jsdelivr.net unpkg.com jquery.com bootstrapcdn.com
  fontawesome.com wp.com w.org wordpress.com wordpress.org gravatar.com blogger.com blogblog.com bootcss.com staticfile.org
  tawk.to crisp.chat livechatinc.com livechat.com chaport.com intercom.io zendesk.com hotjar.com clarity.ms bing.com
  microsoft.com msecnd.net azureedge.net yandex.ru yandex.net baidu.com cnzz.com 51.la histats.com statcounter.com
  cloudfront.net amazonaws.com akamaized.net akamaihd.net fastly.net bunny.net b-cdn.net cloudinary.com
  shopify.com shopifycdn.com haravan.com hstatic.net sapo.vn bizweb.vn bizwebvietnam.net ladipage.com ladicdn.com wix.com
  wixstatic.com squarespace.com webflow.com recaptcha.net hcaptcha.com jwpcdn.com jwplayer.com polyfill.io addthis.com
  sharethis.com onesignal.com sentry.io newrelic.com nr-data.net cookiebot.com onetrust.com mathjax.org
  shopee.vn lazada.vn tiki.vn apple.com vnptit.vn vnpt.vn viettel.vn`
    .split(/\s+/)
    .filter(Boolean),
);

export const isEverybodys = (host: string): boolean => {
  const labels = host.split(".");
  return labels.some((_, at) => everybodysDomains.has(labels.slice(at).join(".")));
};

const everybodysNames = new Set([
  "t.me/share",
  "t.me/joinchat",
  "t.me/addstickers",
  "t.me/proxy",
  "zalo.me/share",
  "zalo.me/download",
  "facebook.com/facebook",
  "facebook.com/wordpress",
  "facebook.com/vi-vn",
  // Contracts of the tether token: on every page that explains it.
  "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
  "0xdac17f958d2ee523a2206206994597c13d831ec7",
]);

/** Written where a builder forgot to put the customer's own: one or two different characters, or counting upwards. */
export function isPlaceholder(value: string): boolean {
  const id = value.slice(value.search(/[-/:]/) + 1).toLowerCase();
  const body = id.replace(/^\+?84/, "").replace(/[^a-z0-9]/g, "");
  return new Set(body).size <= 2 || /12345678|x{4}|0{7}/.test(body);
}

const samplePlaces =
  /@(?:example|domain|email|yourdomain|yoursite|test|sentry|wixpress)\.|^(?:name|email|user|your\w*)@/;

export interface CommonMarks {
  brands?: Pick<Brands, "cards" | "ownerOf">;
}

/** Whether a mark is worth nothing whoever shows it. */
export function isCommon(kind: TraceKind, value: string, { brands }: CommonMarks): boolean {
  if (everybodysNames.has(value)) return true;
  const cards = brands?.cards ?? [];
  if (kind === "script-host") return isEverybodys(value);
  if (kind === "phone") {
    // Service numbers and the published hotlines of banks, agencies and firms are copied by others.
    const dialled = value.replace(/^\+84/, "0");
    return /^1[89]00/.test(value) || isPlaceholder(value) || cards.some((b) => b.phones.includes(dialled));
  }
  if (kind === "email") {
    const domain = value.slice(value.lastIndexOf("@") + 1);
    return samplePlaces.test(value) || (!isMailbox(domain) && brands !== undefined && brands.ownerOf(domain) !== null);
  }
  if (kind === "favicon") {
    const [form, hash] = value.split(":", 2);
    return cards.some((b) => b.favicons.some((f) => (form === "pdq" ? f.pdq : f.sha256) === hash));
  }
  if (kind === "certificate" || kind === "template" || kind === "affiliate-code") return false;
  return isPlaceholder(value);
}

/** Where anybody has a mailbox, whoever runs the place. */
const isMailbox = (domain: string) => /^(?:gmail|yahoo|outlook|hotmail|icloud|live|proton(?:mail)?)\./.test(domain);
