// Promises what is read from Telegram's public preview, and that a channel without one is said to have none.
import { describe, expect, it } from "vitest";
import { extractPage } from "#crawler/page/extract-page.ts";
import { adapterOf } from "#crawler/social/adapter.ts";
import { isTelegramPreview, normaliseAccountUrl, readTelegram } from "#crawler/social/telegram.ts";

const message = (id: string, inner: string, time = "2026-03-04T09:15:30+07:00"): string => `
<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message js-widget_message" data-post="${id}">
  <div class="tgme_widget_message_user"><a href="https://t.me/kenhmau"><i class="tgme_widget_message_user_photo"><img src="https://cdn.example/a.jpg"></i></a></div>
  <div class="tgme_widget_message_bubble">
    <div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/kenhmau"><span dir="auto">Kênh Mẫu</span></a></div>
    ${inner}
    <div class="tgme_widget_message_footer"><div class="tgme_widget_message_info"><span class="tgme_widget_message_views">1.2K</span>
      <a class="tgme_widget_message_date" href="https://t.me/${id}"><time datetime="${time}" class="time">09:15</time></a></div></div>
  </div></div></div>`;

const preview = (
  messages: string,
): string => `<!doctype html><html><head><title>Kênh Mẫu – Telegram</title></head><body>
<div class="tgme_channel_info"><div class="tgme_channel_info_header"><i class="tgme_page_photo_image"><img src="https://cdn.example/k.jpg"></i>
<div class="tgme_channel_info_header_title"><span>Kênh Mẫu</span></div></div>
<div class="tgme_channel_info_counters"><div class="tgme_channel_info_counter"><span class="counter_value">12.3K</span> <span class="counter_type">subscribers</span></div>
<div class="tgme_channel_info_counter"><span class="counter_value">8</span> <span class="counter_type">photos</span></div></div>
<div class="tgme_channel_info_description">Tin của xã Mẫu</div></div>
<section class="tgme_channel_history js-message_history">${messages}</section></body></html>`;

const text = (words: string): string =>
  `<div class="tgme_widget_message_text js-message_text" dir="auto">${words}</div>`;
const frontPage = (inner: string): string =>
  `<html><body><div class="tgme_page_wrap"><div class="tgme_page">${inner}</div></div></body></html>`;

describe("addresses of accounts", () => {
  it("brings every spelling of a channel to one", () => {
    const spellings = [
      "https://t.me/KenhMau",
      "t.me/kenhmau",
      "http://telegram.me/s/KENHMAU/12",
      "https://t.me/kenhmau/345?single",
      "https://kenhmau.t.me",
      "@KenhMau",
      "tg://resolve?domain=kenhmau",
      " https://t.me/s/kenhmau ",
    ];
    for (const spelling of spellings) {
      expect(normaliseAccountUrl(spelling), spelling).toEqual({
        platform: "telegram",
        handle: "kenhmau",
        fetchUrl: "https://t.me/s/kenhmau",
      });
    }
  });

  it("takes no invitation, private channel, tool or other site for an account", () => {
    for (const other of [
      "https://t.me/+AbCdEf",
      "https://t.me/joinchat/AAA",
      "https://t.me/c/123/4",
      "https://t.me/share/url?url=x",
      "https://t.me/",
      "https://xt.me/kenhmau",
      "https://t.me.evil.vn/kenhmau",
      "không phải",
      "",
      "https://t.me/ab",
    ]) {
      expect(normaliseAccountUrl(other), other).toBeNull();
    }
    expect(adapterOf("https://mau.vn/")).toBeNull();
    expect(adapterOf("https://t.me/kenhmau")?.fetchUrl("https://t.me/kenhmau")).toBe("https://t.me/s/kenhmau");
  });

  it("knows a preview's address", () => {
    expect(isTelegramPreview("https://t.me/s/kenhmau")).toBe(true);
    expect(isTelegramPreview("https://t.me/kenhmau")).toBe(false);
    expect(isTelegramPreview("https://evil.vn/s/kenhmau")).toBe(false);
  });
});

describe("a public channel", () => {
  const html = preview(
    message(
      "kenhmau/7",
      `<div class="tgme_widget_message_forwarded_from">Forwarded from <a class="tgme_widget_message_forwarded_from_name" href="https://t.me/kenhkhac/9"><span>Kênh Khác</span></a></div>
      <a class="tgme_widget_message_photo_wrap" href="https://t.me/kenhmau/7" style="background-image:url('https://cdn.example/p.jpg')"></a>
      ${text('Khuyến m&atilde;i<br>xem <a href="https://khac.vn/a?b=1&amp;c=2">tại đây</a> <a href="?q=%23mau">#mau</a>')}
      <a class="tgme_widget_message_link_preview" href="https://khac.vn/"><i class="link_preview_image" style="background-image:url('//cdn.example/l.jpg')"></i>Trang khác</a>`,
    ) +
      message(
        "kenhmau/8",
        `<a class="tgme_widget_message_video_player" href="https://t.me/kenhmau/8"><i class="tgme_widget_message_video_thumb" style="background-image:url('https://cdn.example/t.jpg')"></i><video src="https://cdn.example/v.mp4"></video><time>0:27</time></a>`,
      ) +
      message("khong hop le", text("bỏ qua")),
  );
  const reading = readTelegram({ html, finalUrl: "https://t.me/s/KenhMau" });

  it("gives the channel", () => {
    expect(reading).toMatchObject({
      state: "public",
      stateReason: "",
      channel: {
        handle: "kenhmau",
        title: "Kênh Mẫu",
        description: "Tin của xã Mẫu",
        subscribers: "12.3K",
        pictureUrl: "https://cdn.example/k.jpg",
      },
    });
  });

  it("gives each post with its time in UTC, text, outward links, media, views and source; a message without an id is none", () => {
    expect(reading.posts).toEqual([
      {
        id: "kenhmau/7",
        url: "https://t.me/kenhmau/7",
        author: "Kênh Mẫu",
        publishedAt: "2026-03-04T02:15:30Z",
        text: "Khuyến mãi\nxem tại đây #mau",
        textStart: expect.any(Number),
        textEnd: expect.any(Number),
        links: ["https://khac.vn/a?b=1&c=2", "https://khac.vn/"],
        media: [
          { kind: "photo", url: "https://cdn.example/p.jpg" },
          { kind: "link-preview", url: "https://cdn.example/l.jpg" },
        ],
        views: "1.2K",
        forwardedFrom: "Kênh Khác https://t.me/kenhkhac/9",
      },
      {
        id: "kenhmau/8",
        url: "https://t.me/kenhmau/8",
        author: "Kênh Mẫu",
        publishedAt: "2026-03-04T02:15:30Z",
        text: "",
        textStart: expect.any(Number),
        textEnd: expect.any(Number),
        links: [],
        media: [
          { kind: "video-thumbnail", url: "https://cdn.example/t.jpg" },
          { kind: "video", url: "https://cdn.example/v.mp4" },
        ],
        views: "1.2K",
        forwardedFrom: "",
      },
    ]);
  });

  it("fills a Page's posts with places in its text, on Telegram's own host only", () => {
    const page = extractPage({ url: "https://t.me/s/kenhmau", finalUrl: "https://t.me/s/kenhmau", status: 200, html });
    expect(page.posts.map((post) => page.text.slice(post.textStart, post.textEnd))).toEqual(
      page.posts.map((post) => post.text),
    );
    expect(page.posts).toHaveLength(2);
    expect(
      extractPage({ url: "https://evil.vn/s/kenhmau", finalUrl: "https://evil.vn/s/kenhmau", status: 200, html }).posts,
    ).toEqual([]);
  });

  it("gives no time that the page does not state well", () => {
    const { posts } = readTelegram({
      html: preview(message("kenhmau/1", text("a"), "hôm qua")),
      finalUrl: "https://t.me/s/kenhmau",
    });
    expect(posts[0]?.publishedAt).toBeNull();
  });

  it("calls a channel without a single post public all the same", () => {
    expect(readTelegram({ html: preview(""), finalUrl: "https://t.me/s/kenhmau" })).toMatchObject({
      state: "public",
      posts: [],
    });
  });
});

describe("accounts that show nothing", () => {
  const state = (html: string): string => readTelegram({ html, finalUrl: "https://t.me/kenhmau" }).state;

  it("says no-preview for an account whose front page is all there is", () => {
    const reading = readTelegram({
      html: frontPage(
        '<div class="tgme_page_title"><span>Nhóm Mẫu</span></div><div class="tgme_page_extra">2 805 members</div><a class="tgme_action_button_new" href="tg://resolve?domain=kenhmau">View in Telegram</a>',
      ),
      finalUrl: "https://t.me/kenhmau",
    });
    expect(reading).toMatchObject({
      state: "no-preview",
      channel: { title: "Nhóm Mẫu", subscribers: "2 805", previewUrl: null },
      posts: [],
    });
  });

  it("says where a front page offers its preview", () => {
    const reading = readTelegram({
      html: frontPage('<div class="tgme_page_title">Kênh Mẫu</div><a href="/s/KenhMau">Preview channel</a>'),
      finalUrl: "https://t.me/kenhmau",
    });
    expect(reading.channel.previewUrl).toBe("https://t.me/s/kenhmau");
  });

  it("says gone for a name that nobody answers to and for a channel that Telegram blocks", () => {
    expect(
      state(
        frontPage(
          '<div class="tgme_page_icon"><i class="tgme_icon_user"></i></div><div class="tgme_page_description">If you have Telegram, you can contact <a class="tgme_username_link" href="tg://resolve?domain=kenhmau">@kenhmau</a> right away.</div>',
        ),
      ),
    ).toBe("gone");
    expect(
      state(preview("<p>This channel can't be displayed because it was used to spread pornographic content.</p>")),
    ).toBe("gone");
  });

  it("says shape-unknown for a single post's page and for anything else", () => {
    expect(state('<div class="tgme_page tgme_page_post"><iframe></iframe></div>')).toBe("shape-unknown");
    expect(state("<p>502</p>")).toBe("shape-unknown");
    expect(state("")).toBe("shape-unknown");
  });
});
