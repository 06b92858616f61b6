// Promises to say why a reader cannot see an element, from its own attributes and the page's own style blocks.
import { attributeOf, type Element } from "./parse-html.ts";
import { readDeclarations, styleOf, type Declarations, type StyleSheet } from "./style-sheet.ts";

/** What an element hands down to its children. `hiddenBy` is "" while visible. */
export interface Sight {
  /** Set by something a child cannot undo (display, opacity, off-screen…). */
  firm: string;
  /** Inherited values that a child may set back. */
  visibility: string;
  fontSize: string;
  textIndent: string;
  /** Nearest background colour declared inline, "" where none is known. */
  background: string;
  colour: string;
}

export const inPlainSight: Sight = {
  firm: "",
  visibility: "",
  fontSize: "",
  textIndent: "",
  background: "",
  colour: "",
};

/** The reason in the words of `Link.hiddenBy`, or "" for visible. */
export function reasonOf(sight: Sight): string {
  if (sight.firm || sight.visibility || sight.fontSize || sight.textIndent) {
    return sight.firm || sight.visibility || sight.fontSize || sight.textIndent;
  }
  return sight.colour !== "" && sight.colour === sight.background ? "same-colour" : "";
}

/** Root elements are never taken as hidden: anti-flicker scripts hide and show them, and a reader sees the page. */
export function lookAt(element: Element, above: Sight, sheet: StyleSheet): Sight {
  const tag = element.tagName;
  if (tag === "html" || tag === "body")
    return { ...above, background: colourOf(attributeOf(element, "bgcolor") ?? "") || above.background };
  const inline = attributeOf(element, "style");
  const declared = styleOf(sheet, element);
  const isPlain =
    inline === null && declared === null && !quirkTags.has(tag) && attributeOf(element, "hidden") === null;
  if (isPlain && attributeOf(element, "bgcolor") === null && (!isPainted(above) || !isStyledElsewhere(element)))
    return above;
  const own = inline === null ? new Map<string, string>() : readDeclarations(inline.slice(0, 4000));
  const all: Declarations = new Map([...(declared ?? []), ...own]);
  const sight = { ...above };
  if (!sight.firm) sight.firm = firmReason(element, all) || ownReason(own);
  inheritable(sight, all);
  paint(sight, element, own);
  return sight;
}

const quirkTags = new Set(["marquee", "font", "dialog"]);

function firmReason(element: Element, style: Declarations): string {
  const display = style.get("display");
  if (display === "none") return "display:none";
  if (attributeOf(element, "hidden") !== null && display === undefined) return "hidden-attribute";
  if (element.tagName === "dialog" && attributeOf(element, "open") === null && display === undefined)
    return "display:none";
  const moves = style.has("animation") || style.has("animation-name") || style.has("transition");
  if (!moves && Number.parseFloat(style.get("opacity") ?? "1") <= 0.01) return "opacity:0";
  if (isOffScreen(style)) return "off-screen";
  if (isZeroSize(style)) return "zero-size";
  if (element.tagName === "marquee" && isFlatMarquee(element, style)) return "marquee";
  return "";
}

/** Ways that count on the element itself alone: in a style sheet another rule may well undo them. */
function ownReason(style: Declarations): string {
  if (Number.parseFloat(style.get("margin-top") ?? "0") <= -1000) return "off-screen";
  const moves = style.has("animation") || style.has("animation-name") || style.has("transition");
  if (!moves && /(?:^|\s)scale[xy]?\(\s*0(?:\.0*)?\s*[,)]/.test(style.get("transform") ?? "")) return "zero-size";
  if ((style.get("position") ?? "static") !== "static" && Number.parseInt(style.get("z-index") ?? "0", 10) <= -100)
    return "under-page";
  return "";
}

/** Far enough that no layout of ours explains it: 300 px, 20 em, one whole screen. */
function isFarNegative(value: string | undefined): boolean {
  const match = /^(-[0-9.]+)(px|em|rem|%|vw|vh|pt|cm|in)?$/.exec(value ?? "");
  if (!match) return false;
  const amount = -Number.parseFloat(match[1] ?? "0");
  const limits: Record<string, number> = {
    px: 300,
    pt: 300,
    em: 20,
    rem: 20,
    "%": 100,
    vw: 100,
    vh: 100,
    cm: 10,
    in: 4,
  };
  return amount >= (limits[match[2] ?? "px"] ?? 300);
}

function isOffScreen(style: Declarations): boolean {
  const position = style.get("position");
  if (position === "absolute" || position === "fixed" || position === "relative") {
    if (isFarNegative(style.get("left")) || isFarNegative(style.get("top"))) return true;
    if (position !== "relative" && isFarNegative(style.get("right"))) return true;
  }
  return isFarNegative(style.get("margin-left"));
}

function isTiny(value: string | undefined): boolean {
  return (
    value !== undefined && /^(?:0|0*\.\d+|1)(?:\.0+)?(?:px|pt|em|rem|%)?$/.test(value) && !/^1(?:em|rem|%)/.test(value)
  );
}

function isZeroSize(style: Declarations): boolean {
  const clip = style.get("clip") ?? "";
  if (/^rect\(\s*(?:0|1px)/.test(clip) && style.get("position") === "absolute") return true;
  if (/^(?:inset\(\s*(?:100|[5-9]\d)%\s*\)|circle\(\s*0)/.test(style.get("clip-path") ?? "")) return true;
  if (!(style.get("overflow") ?? "").startsWith("hidden")) return false;
  return ["width", "height", "max-height", "max-width"].some((side) => isTiny(style.get(side)));
}

function isFlatMarquee(element: Element, style: Declarations): boolean {
  return ["height", "width"].some((side) => {
    const size = Number.parseFloat(style.get(side) ?? attributeOf(element, side) ?? "100");
    return size <= 2;
  });
}

function inheritable(sight: Sight, style: Declarations): void {
  const visibility = style.get("visibility");
  if (visibility === "hidden" || visibility === "collapse") sight.visibility = "visibility:hidden";
  else if (visibility === "visible") sight.visibility = "";
  const size = style.get("font-size");
  if (size !== undefined) {
    if (/^(?:0|0?\.\d+|1)(?:px|pt)?$|^0(?:\.0+)?(?:em|rem|%)$/.test(size)) sight.fontSize = "font-size:0";
    else if (!/(?:\dem|%)$/.test(size)) sight.fontSize = "";
  }
  const indent = style.get("text-indent");
  if (indent !== undefined) sight.textIndent = isFarNegative(indent) ? "off-screen" : "";
}

function isPainted(sight: Sight): boolean {
  return sight.background !== "" || sight.colour !== "";
}

/** A class or an id may carry colours from a style sheet that we do not have. */
function isStyledElsewhere(element: Element): boolean {
  return attributeOf(element, "class") !== null || attributeOf(element, "id") !== null;
}

function paint(sight: Sight, element: Element, own: Declarations): void {
  if (isPainted(sight) && isStyledElsewhere(element)) {
    sight.background = "";
    sight.colour = "";
  }
  const background = own.get("background-color") ?? own.get("background") ?? attributeOf(element, "bgcolor");
  if (background !== undefined && background !== null) sight.background = colourOf(background);
  const colour = own.get("color") ?? (element.tagName === "font" ? attributeOf(element, "color") : null);
  if (colour !== null && colour !== undefined) sight.colour = colourOf(colour);
}

const names: Record<string, string> = { white: "#ffffff", black: "#000000", red: "#ff0000", transparent: "" };

/** A plain colour as #rrggbb, "" for anything that needs a layout engine to know. */
function colourOf(value: string): string {
  const text = value.trim().toLowerCase();
  const named = names[text];
  if (named !== undefined) return named;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/.exec(text);
  if (short) return `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`;
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  const rgb = /^rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)$/.exec(text);
  if (!rgb) return "";
  return `#${[rgb[1], rgb[2], rgb[3]].map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}
