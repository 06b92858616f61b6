// Promises Telegram's public preview (t.me/s/NAME) as a channel and its posts; reads no more than any visitor sees without an account.
import type { Page } from "#core/nouns/page.ts";
import { attributeOf } from "../page/parse-html.ts";
import { readDocument, type Box, type DocumentReading } from "../page/read-document.ts";
import type { AccountAddress, AccountReading } from "./adapter.ts";
import { hasClass, indexesOf, isTelegramPost, readPost } from "./telegram-post.ts";

const hosts = new Set(["t.me", "www.t.me", "telegram.me", "www.telegram.me", "telegram.dog"]);
const reserved = new Set(
  "joinchat addstickers addemoji addtheme addlist share proxy socks login iv boost contact setlanguage bg invoice confirmphone giftcode nft dl apps faq blog tos privacy".split(
    " ",
  ),
);
const handleShape = /^[a-z][a-z0-9_]{3,31}$/;

/** True for the address of a channel's public preview. */
export function isTelegramPreview(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && isTelegramHost(parsed) && /^\/s\/[A-Za-z][A-Za-z0-9_]{3,31}(?:\/|$)/.test(parsed.pathname);
}

function isTelegramHost(url: URL): boolean {
  return (url.protocol === "https:" || url.protocol === "http:") && hosts.has(url.hostname);
}

/** Brings `t.me/NAME`, `t.me/s/NAME`, `telegram.me/NAME/12`, `NAME.t.me`, `tg://resolve?domain=NAME` and `@NAME` to one account. */
export function normaliseAccountUrl(url: string): AccountAddress | null {
  const given = url.trim();
  const handle = (given.startsWith("@") ? given.slice(1) : handleOf(given)).toLowerCase();
  if (!handleShape.test(handle) || reserved.has(handle)) return null;
  return { platform: "telegram", handle, fetchUrl: `https://t.me/s/${handle}` };
}

function handleOf(given: string): string {
  const parsed = URL.parse(/^[a-z]+:\/\//i.test(given) ? given : `https://${given}`);
  if (!parsed) return "";
  if (parsed.protocol === "tg:") return parsed.searchParams.get("domain") ?? "";
  const subdomain = /^([a-z0-9_-]+)\.t\.me$/.exec(parsed.hostname)?.[1];
  if (subdomain && subdomain !== "www" && parsed.protocol.startsWith("http")) return subdomain;
  if (!isTelegramHost(parsed)) return "";
  const parts = parsed.pathname.split("/").filter((part) => part !== "");
  return (parts[0]?.toLowerCase() === "s" ? parts[1] : parts[0]) ?? "";
}

/** Posts of a preview page; [] for every other page. */
export function readPosts(reading: DocumentReading, finalUrl: string): Page["posts"] {
  if (!isTelegramPreview(finalUrl)) return [];
  const posts: Page["posts"] = [];
  for (const [index, box] of reading.boxes.entries()) {
    if (!isTelegramPost(box)) continue;
    const post = readPost(reading, index, finalUrl);
    if (post) posts.push(post);
  }
  return posts;
}

/** Reads the answer to a preview's address, whatever page Telegram gave for it. */
export function readTelegram(answer: { html: string; finalUrl: string }): AccountReading {
  const reading = readDocument(answer.html);
  const account = normaliseAccountUrl(answer.finalUrl);
  const posts = account ? readPosts(reading, account.fetchUrl) : [];
  const channel = readChannel(reading, account);
  return { ...stateOf(reading, posts.length, channel.title), channel, posts };
}

const gone = {
  state: "gone",
  stateReason: "Không có tài khoản công khai nào mang tên này, hoặc Telegram đã chặn hiển thị",
} as const;

function stateOf(
  reading: DocumentReading,
  postCount: number,
  title: string,
): Pick<AccountReading, "state" | "stateReason"> {
  const has = (name: string): boolean => reading.boxes.some((box) => hasClass(box, name));
  if (
    postCount === 0 &&
    /(?:channel|group|chat|bot) (?:can'?t|cannot) be displayed|(?:channel|account) (?:is|was|has been) (?:not available|banned|blocked|deleted)/i.test(
      reading.text.slice(0, 5000),
    )
  )
    return gone;
  if (postCount > 0 || has("tgme_channel_history")) return { state: "public", stateReason: "" };
  if (!has("tgme_page"))
    return { state: "shape-unknown", stateReason: "Trang trả về không giống trang kênh Telegram đã biết" };
  if (has("tgme_page_post") && title === "")
    return { state: "shape-unknown", stateReason: "Đây là trang của một bài, không phải bản xem trước của kênh" };
  if (title === "") return gone;
  return { state: "no-preview", stateReason: "Tài khoản có thật nhưng không mở bản xem trước công khai" };
}

function readChannel(reading: DocumentReading, account: AccountAddress | null): AccountReading["channel"] {
  const textOf = (...names: string[]): string => {
    for (const name of names) {
      const box = reading.boxes.find((one) => hasClass(one, name));
      if (box && box.textEnd > box.textStart) return reading.text.slice(box.textStart, box.textEnd);
    }
    return "";
  };
  const picture = reading.boxes.find(
    (box) =>
      box.tag === "img" &&
      (hasClass(box, "tgme_page_photo_image") || isInside(reading.boxes, box, "tgme_page_photo_image")),
  );
  const preview = reading.boxes.find(
    (box) => box.tag === "a" && /^(?:https:\/\/t\.me)?\/s\//.test(attributeOf(box.element, "href") ?? ""),
  );
  const previewAddress = preview
    ? normaliseAccountUrl(`https://t.me${(attributeOf(preview.element, "href") ?? "").replace(/^https:\/\/t\.me/, "")}`)
    : null;
  return {
    handle: account?.handle ?? "",
    title: textOf("tgme_channel_info_header_title", "tgme_header_title", "tgme_page_title"),
    description: textOf("tgme_channel_info_description", "tgme_page_description"),
    subscribers:
      subscribersOf(reading) ||
      (/^([\d .,]+[KM]?) (?:subscribers?|members?|người)/i
        .exec(textOf("tgme_header_counter", "tgme_page_extra"))?.[1]
        ?.trim() ??
        ""),
    pictureUrl: picture ? attributeOf(picture.element, "src") : null,
    previewUrl: previewAddress && previewAddress.handle === account?.handle ? previewAddress.fetchUrl : null,
  };
}

function subscribersOf(reading: DocumentReading): string {
  for (const index of indexesOf(reading.boxes, "tgme_channel_info_counter")) {
    const counter = reading.boxes[index];
    const words = counter ? reading.text.slice(counter.textStart, counter.textEnd) : "";
    const match = /^([\d .,]+[KM]?)\s*(?:subscribers?|members?)/i.exec(words);
    if (match) return (match[1] ?? "").trim();
  }
  return "";
}

function isInside(boxes: Box[], box: Box, name: string): boolean {
  let parent = box.parent;
  for (let level = 0; level < 3 && parent >= 0; level++) {
    const above = boxes[parent];
    if (above && hasClass(above, name)) return true;
    parent = above?.parent ?? -1;
  }
  return false;
}
