// Promises what counts as hidden from a reader, what does not, and that hidden links say why.
import { describe, expect, it } from "vitest";
import { extractPage } from "#crawler/page/extract-page.ts";

const read = (html: string) => extractPage({ url: "https://mau.vn/", finalUrl: "https://mau.vn/", status: 200, html });
const hiddenBy = (html: string): string | null | undefined => read(html).links[0]?.hiddenBy;
const link = "<a href=http://khac.vn>lô đề</a>";

describe("hidden from a reader", () => {
  it.each([
    ["display:none", `<div style="display:none">${link}</div>`],
    ["display:none", `<style>.an, .x{color:red;display:none!important}</style><div class="a an">${link}</div>`],
    [
      "display:none",
      `<style>#khung .an > p{display:none}</style><div id=khung><div class=an><p>${link}</p></div></div>`,
    ],
    ["visibility:hidden", `<div style="visibility: hidden">${link}</div>`],
    ["hidden-attribute", `<div hidden>${link}</div>`],
    ["off-screen", `<div style="position:absolute;left:-9999px">${link}</div>`],
    ["off-screen", `<div style="position:fixed;top:-200em">${link}</div>`],
    ["off-screen", `<div style="text-indent:-9999px">${link}</div>`],
    ["zero-size", `<div style="width:1px;height:1px;overflow:hidden">${link}</div>`],
    ["font-size:0", `<div style="font-size:0">${link}</div>`],
    ["font-size:0", `<div style="font-size:1px">${link}</div>`],
    ["opacity:0", `<div style="opacity:0">${link}</div>`],
    ["marquee", `<marquee height=1 width=2>${link}</marquee>`],
    ["same-colour", `<div style="background:#FFF"><span style="color:white">${link}</span></div>`],
    ["off-screen", `<div style="margin-top:-5000px">${link}</div>`],
    ["zero-size", `<div style="clip-path:inset(100%)">${link}</div>`],
    ["zero-size", `<style>.x{clip-path:circle(0)}</style><div class=x>${link}</div>`],
    ["zero-size", `<div style="transform:scale(0)">${link}</div>`],
    ["under-page", `<div style="position:absolute;z-index:-999">${link}</div>`],
    ["noscript", `<noscript>${link}</noscript>`],
    ["template", `<template>${link}</template>`],
  ])("says %s", (reason, html) => {
    const page = read(html);
    expect(page.links[0]).toMatchObject({ visible: false, hiddenBy: reason, text: "lô đề", host: "khac.vn" });
    expect(page.text).toBe("");
    const [hidden] = page.hiddenText;
    expect(hidden).toMatchObject({ text: "lô đề", reason });
    expect(hidden && html.slice(hidden.htmlStart, hidden.htmlEnd)).toContain("khac.vn");
    const [anchor] = page.links;
    expect(anchor && html.slice(anchor.htmlStart, anchor.htmlEnd)).toBe(link);
  });

  it.each([
    ["aria-hidden alone", `<div aria-hidden=true>${link}</div>`],
    [
      "a rule for narrow screens only",
      `<style>@media (max-width:600px){.x{display:none}}@media print{.x{display:none}}</style><div class=x>${link}</div>`,
    ],
    [
      "a rule that a stronger one undoes",
      `<style>.x.y{display:block}.x{display:none}</style><div class="x y">${link}</div>`,
    ],
    ["a rule in a comment", `<style>/* .x{display:none} */</style><div class=x>${link}</div>`],
    ["a rule for a state", `<style>.x:hover{display:none}</style><div class=x>${link}</div>`],
    [
      "zero font size that the child sets back",
      `<div style="font-size:0"><span style="font-size:14px">${link}</span></div>`,
    ],
    [
      "hidden visibility that the child sets back",
      `<div style="visibility:hidden"><span style="visibility:visible">${link}</span></div>`,
    ],
    ["a body hidden until its script runs", `<style>body{display:none}</style><body style="opacity:0">${link}</body>`],
    ["a fade-in", `<style>.x{opacity:0;animation:hien 1s forwards}</style><div class=x>${link}</div>`],
    ["a nudge of a few pixels", `<div style="position:absolute;left:-10px;text-indent:-2px">${link}</div>`],
    [
      "white text on a ground that a class may have painted",
      `<div style="background:#fff"><div class=toi><span style="color:#fff">${link}</span></div></div>`,
    ],
    ["a picture's ground one layer down", `<div style="position:relative;z-index:-1">${link}</div>`],
    ["a window that opens by script", `<div style="transform:scale(0);transition:transform 1s">${link}</div>`],
    ["a half-size note", `<div style="transform:scale(0.5);clip-path:inset(5%)">${link}</div>`],
    ["white text on an unknown ground", `<div style="color:#fff">${link}</div>`],
    ["an overlong nest of unknown style", `<div style="width:100%;height:0.5vh">${link}</div>`],
  ])("leaves %s visible", (_what, html) => {
    expect(hiddenBy(html)).toBeNull();
    expect(read(html).text).toBe("lô đề");
  });

  it("goes on in plain sight after a noscript whose markup is never closed", () => {
    const page = read("<noscript><div><p>bật JavaScript</noscript><p>Nội dung</p>");
    expect(page.text).toBe("Nội dung");
    expect(page.hiddenText[0]?.text).toBe("bật JavaScript");
  });
});
