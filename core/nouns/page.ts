// Promises the Page: what crawler/page makes of bytes and what detection judges. Offsets are UTF-16 code units.
import { z } from "zod";

/** What kind of answer the page is. Only `content` (and `empty`, `login-wall` never) may become evidence against a site. */
export const PageCondition = z.enum(["content", "challenge", "login-wall", "parked", "error", "soft-404", "empty"]);
export type PageCondition = z.infer<typeof PageCondition>;

/** A stretch of `Page.text` and where the same characters stand in `Page.html`. Sorted by textStart; gaps are inserted whitespace. */
export const TextSegment = z.object({
  textStart: z.number().int(),
  htmlStart: z.number().int(),
  /** Length in `text`. */
  length: z.number().int(),
  /** Length in `html`; differs from `length` where entities or folded white space stand. */
  htmlLength: z.number().int(),
});
export type TextSegment = z.infer<typeof TextSegment>;

export const Link = z.object({
  /** Absolute address, or the raw value where it does not resolve. */
  href: z.string(),
  /** Lower-case ASCII host, null for mailto:, tel:, javascript: and broken addresses. */
  host: z.string().nullable(),
  text: z.string(),
  rel: z.string(),
  /** Same registrable domain (eTLD+1) as the page. */
  internal: z.boolean(),
  visible: z.boolean(),
  /** Why it is not visible: `display:none`, `visibility:hidden`, `off-screen`, `zero-size`, `font-size:0`, `opacity:0`, `hidden-attribute`, `marquee`, `same-colour`, `under-page`, `noscript`, `template`. */
  hiddenBy: z.string().nullable(),
  /** The whole element in html. */
  htmlStart: z.number().int(),
  htmlEnd: z.number().int(),
  /** The anchor text in `text`; equal when it has none (hidden links have none: text holds visible text only). */
  textStart: z.number().int(),
  textEnd: z.number().int(),
});
export type Link = z.infer<typeof Link>;

export const AskedFor = z.enum([
  "password",
  "otp",
  "card",
  "identity-number",
  "phone",
  "email",
  "bank-account",
  "name",
  "search",
  "text",
  "file",
]);
export type AskedFor = z.infer<typeof AskedFor>;

export const Form = z.object({
  action: z.string(),
  method: z.string(),
  asks: z.array(AskedFor),
  fields: z.array(z.object({ name: z.string(), type: z.string(), label: z.string(), placeholder: z.string() })),
  htmlStart: z.number().int(),
  htmlEnd: z.number().int(),
});
export type Form = z.infer<typeof Form>;

export const PageImage = z.object({
  src: z.string(),
  host: z.string().nullable(),
  alt: z.string(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  htmlStart: z.number().int(),
  htmlEnd: z.number().int(),
});
export type PageImage = z.infer<typeof PageImage>;

export const IdentifierKind = z.enum([
  "google-analytics",
  "google-tag",
  "google-ads",
  "adsense",
  "facebook-pixel",
  "tiktok-pixel",
  "chat-widget",
  "phone",
  "email",
  "bank-account",
  "wallet",
  "telegram",
  "zalo",
  "facebook",
  "tax-code",
]);
export type IdentifierKind = z.infer<typeof IdentifierKind>;

export const Identifier = z.object({
  kind: IdentifierKind,
  /** Normalised: phones in E.164, e-mails in lower case. */
  value: z.string(),
  htmlStart: z.number().int(),
  htmlEnd: z.number().int(),
});
export type Identifier = z.infer<typeof Identifier>;

export const Page = z.object({
  /** The address asked for. */
  url: z.string(),
  /** The address that answered, after redirects. */
  finalUrl: z.string(),
  status: z.number().int().nullable(),
  /** The decoded document exactly as given (detect's `html`), "" for plain-text input. */
  html: z.string(),
  /** All visible text, block elements separated by "\n". */
  text: z.string(),
  textMap: z.array(TextSegment),
  /** Text hidden from readers (display:none and the like) that still stands in the document. */
  hiddenText: z.array(
    z.object({
      text: z.string(),
      reason: z.string(),
      htmlStart: z.number().int(),
      htmlEnd: z.number().int(),
    }),
  ),
  /** Main article text without navigation, header, footer: offsets into `text`. */
  mainText: z.object({ start: z.number().int(), end: z.number().int() }).nullable(),
  title: z.object({ text: z.string(), htmlStart: z.number().int(), htmlEnd: z.number().int() }).nullable(),
  headings: z.array(
    z.object({
      level: z.number().int(),
      text: z.string(),
      textStart: z.number().int(),
      textEnd: z.number().int(),
    }),
  ),
  metadata: z.object({
    description: z.string(),
    keywords: z.string(),
    siteName: z.string(),
    canonical: z.string(),
    language: z.string(),
    generator: z.string(),
    ogType: z.string(),
    author: z.string(),
    publishedAt: z.string(),
    structuredTypes: z.array(z.string()),
  }),
  links: z.array(Link),
  forms: z.array(Form),
  images: z.array(PageImage),
  /** The site's footer in `text`; null when none was recognised. */
  footer: z.object({ start: z.number().int(), end: z.number().int() }).nullable(),
  identifiers: z.array(Identifier),
  faviconUrl: z.string().nullable(),
  /** Hosts of scripts, frames, styles and images that the page loads. */
  resourceHosts: z.array(z.string()),
  /** Files the page loads as a picture, style or script from another host: absolute addresses (hot-linked assets). */
  resourceUrls: z.array(z.string()),
  fingerprint: z.object({
    domSha256: z.string(),
    textSha256: z.string(),
    elementCount: z.number().int(),
  }),
  condition: PageCondition,
  /** Plain words for the condition ("Cloudflare challenge: cf-chl"), "" for content. */
  conditionReason: z.string(),
  /** The document looks built by script (little text, a root element, bundles): a browser should look at it. */
  needsBrowser: z.boolean(),
  /** Structured posts of a feed or account (Telegram preview): items of their own. */
  posts: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      author: z.string(),
      publishedAt: z.string().nullable(),
      text: z.string(),
      textStart: z.number().int(),
      textEnd: z.number().int(),
      links: z.array(z.string()),
      media: z.array(z.object({ kind: z.string(), url: z.string() })),
      views: z.string(),
      forwardedFrom: z.string(),
    }),
  ),
});
export type Page = z.infer<typeof Page>;
