// Promises one message of a Telegram preview as a post: its id, time, text in place, links, media, views and whom it forwards.
import type { Page } from "#core/nouns/page.ts";
import { attributeOf } from "../page/parse-html.ts";
import type { Box, DocumentReading } from "../page/read-document.ts";
import { resolveUrl } from "../page/site-of.ts";

type Post = Page["posts"][number];

export function hasClass(box: Box, name: string): boolean {
  const classes = attributeOf(box.element, "class");
  return classes !== null && classes.length < 2000 && ` ${classes.replaceAll(/\s+/g, " ")} `.includes(` ${name} `);
}

/** Boxes with a class, by index, within [from, to). */
export function indexesOf(boxes: Box[], name: string, from = 0, to = boxes.length): number[] {
  const found: number[] = [];
  for (let index = from; index < to; index++) {
    const box = boxes[index];
    if (box && hasClass(box, name)) found.push(index);
  }
  return found;
}

export function isTelegramPost(box: Box): boolean {
  return attributeOf(box.element, "data-post") !== null && hasClass(box, "tgme_widget_message");
}

/** Null where the message carries no id of the form NAME/NUMBER. */
export function readPost(reading: DocumentReading, index: number, pageUrl: string): Post | null {
  const { boxes, text } = reading;
  const message = boxes[index];
  const id = message ? (attributeOf(message.element, "data-post") ?? "") : "";
  if (!message || !/^[A-Za-z][A-Za-z0-9_]{3,31}\/\d{1,12}$/.test(id)) return null;
  const inner = boxes.slice(index + 1, message.subtreeEnd);
  const find = (...names: string[]): Box | undefined =>
    names.map((name) => inner.find((box) => hasClass(box, name))).find((box) => box !== undefined);
  const shown = (box: Box | undefined): string => (box ? text.slice(box.textStart, box.textEnd) : "");
  const words = find(
    "tgme_widget_message_text",
    "tgme_widget_message_poll_question",
    "tgme_widget_message_document_title",
  );
  const forwarded = find("tgme_widget_message_forwarded_from_name");
  const forwardedUrl = forwarded ? (attributeOf(forwarded.element, "href") ?? "") : "";
  return {
    id,
    url: `https://t.me/${id}`,
    author: shown(find("tgme_widget_message_from_author")) || shown(find("tgme_widget_message_owner_name")),
    publishedAt: timeOf(inner),
    text: shown(words),
    textStart: words?.textStart ?? message.textStart,
    textEnd: words?.textEnd ?? message.textStart,
    links: linksOf(inner, pageUrl),
    media: mediaOf(inner, pageUrl),
    views: shown(find("tgme_widget_message_views")),
    forwardedFrom: [shown(forwarded), forwardedUrl].filter((part) => part !== "").join(" "),
  };
}

/** The message's own time: the one in its date link, not a clip's duration. UTC, whole seconds. */
function timeOf(inner: Box[]): string | null {
  for (const box of inner) {
    const given = box.tag === "time" ? attributeOf(box.element, "datetime") : null;
    if (!given || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)$/.test(given)) continue;
    const at = new Date(given);
    if (!Number.isNaN(at.getTime())) return `${at.toISOString().slice(0, 19)}Z`;
  }
  return null;
}

/** Links of the message's frame: who wrote it, when, and its media. */
const frameLinks = [
  "tgme_widget_message_owner_name",
  "tgme_widget_message_date",
  "tgme_widget_message_reply",
  "tgme_widget_message_forwarded_from_name",
  "tgme_widget_message_video_player",
  "tgme_widget_message_photo_wrap",
  "tgme_widget_message_voice_player",
  "tgme_widget_message_sticker_wrap",
  "tgme_widget_message_document_wrap",
  "tgme_widget_message_location_wrap",
  "tgme_widget_message_roundvideo_player",
  "tgme_widget_message_poll",
  "message_media_view_in_telegram",
  "tgme_widget_message_author_name",
];

function linksOf(inner: Box[], pageUrl: string): string[] {
  const links = new Set<string>();
  let framedUntil = -1;
  for (const [offset, box] of inner.entries()) {
    if (hasClass(box, "tgme_widget_message_user") || hasClass(box, "tgme_widget_message_author"))
      framedUntil = box.htmlEnd;
    if (box.tag !== "a" || box.htmlStart < framedUntil || links.size >= 200 || offset > 5000) continue;
    if (frameLinks.some((name) => hasClass(box, name))) continue;
    const href = attributeOf(box.element, "href") ?? "";
    const resolved = resolveUrl(href, pageUrl);
    if (href === "" || href.startsWith("?") || !resolved) continue;
    links.add(resolved.href);
  }
  return [...links];
}

const mediaClasses: [string, string][] = [
  ["photo", "tgme_widget_message_photo_wrap"],
  ["video-thumbnail", "tgme_widget_message_video_thumb"],
  ["sticker", "tgme_widget_message_sticker"],
  ["document", "tgme_widget_message_document_wrap"],
  ["location", "tgme_widget_message_location_wrap"],
  ["link-preview", "link_preview_image"],
  ["link-preview", "link_preview_right_image"],
];

function mediaOf(inner: Box[], pageUrl: string): Post["media"] {
  const media: Post["media"] = [];
  for (const box of inner) {
    const kind =
      box.tag === "video"
        ? "video"
        : box.tag === "audio"
          ? "audio"
          : mediaClasses.find(([, name]) => hasClass(box, name))?.[0];
    if (!kind) continue;
    const painted = /url\(\s*['"]?([^'")]+)/.exec((attributeOf(box.element, "style") ?? "").slice(0, 4000))?.[1];
    const raw =
      attributeOf(box.element, "src") ??
      attributeOf(box.element, "data-webp") ??
      painted ??
      attributeOf(box.element, "href") ??
      "";
    const resolved = raw === "" ? null : resolveUrl(raw, pageUrl);
    if (resolved && media.length < 100) media.push({ kind, url: resolved.href });
  }
  return media;
}
