// Promises what a page's imprint says of those behind it: organisation, governing body, person responsible, address, phone, mail.
import { foldInPlace } from "./fold-in-place.ts";
import type { Span } from "./parse.ts";

/** A value as it stands on the page, and its place. */
export interface Stated {
  text: string;
  span: Span;
}

export interface Imprint {
  /** The organisation that runs the site. */
  owner: Stated | null;
  /** "Cơ quan chủ quản". */
  governing: Stated | null;
  /** The person responsible for the content. */
  responsible: Stated | null;
  /** That person's title ("Giám đốc", "nhà báo"), where one stands beside the name. */
  responsibleTitle: string | null;
  editor: Stated | null;
  address: Stated | null;
  phones: Stated[];
  emails: Stated[];
  /** "Trang thông tin điện tử tổng hợp" written as the site's kind, not as the licence's name. */
  typeLine: Stated | null;
}

type Label = "governing" | "owner" | "responsible" | "editor" | "address" | "stop";

const labels: [Label, string][] = [
  [
    "responsible",
    "(?:nguoi |ca nhan )?chiu trach nhiem(?: chinh)?(?: ve)?(?: quan ly)?(?: ve)?(?: (?:cac )?thong tin)?(?: noi dung)?(?: thong tin| website| trang tin| gp icp)?|(?:nguoi )?(?:phu trach|quan ly) noi dung|(?:pho )?truong ban bien tap|(?:person )?(?:responsible for|in charge of)(?: the)? (?:content|information)s?|content manager",
  ],
  ["editor", "(?:pho )?tong bien tap(?: phu trach)?|editor-in-chief|editor in chief"],
  [
    "governing",
    "(?:co quan|don vi|to chuc) chu quan|cqcq|co quan (?:cua|ngon luan cua)|governing body|managing authority",
  ],
  [
    "owner",
    "chu so huu(?: website)?|ban quyen(?: noi dung)?\\s?(?:©|\\(c\\))?\\s?(?:\\d{4}\\s?)?(?:thuoc(?: ve)?|cua)|don vi (?:thiet lap|van hanh|quan ly|so huu|chu tri)|to chuc (?:thiet lap|quan ly)|co quan (?:quan ly|thiet lap)|owned by|operated by",
  ],
  [
    "address",
    "dia chi(?: lien he| tru so| toa soan)?|tru so(?: chinh)?|(?:dia chi )?toa soan|van phong(?: giao dich)?|dc(?=\\s?:)|address|head office",
  ],
  [
    "stop",
    "dien thoai(?: lien he)?|so dien thoai|\\bdt\\s?:|tel\\b|hotline|phone|tong dai|\\bfax\\b|e-?mail|website\\s?:|giay phep|\\bgp so|giay chung nhan|\\bmst\\b|ma so (?:thue|doanh nghiep)|gp?dkkd|lien he quang cao|quang cao|ghi ro nguon|thiet ke boi|ngay cap|ho tro|copyright|©|license no",
  ],
];
const labelled = new RegExp(labels.map(([name, words]) => `(?<${name}>(?<![a-z])(?:${words}))`).join("|"), "g");

const organisation =
  /(?<![a-z])(?:tong cong ty|cong ty|tap doan|hop tac xa|hoi|lien hiep hoi|lien hiep|hiep hoi|vien|trung tam|truong|so|ubnd|uy ban nhan dan|bao|tap chi|dai phat thanh|chi nhanh|ctcp|doanh nghiep)\s(?:co phan|tnhh|cp|trach nhiem|nghien cuu|phat thanh|[a-z])[^\n|,.;:•©*]{2,90}/g;
const company = /^(?:tong cong ty|cong ty|ctcp|tap doan)/;
const mails = /(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,40}@[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,4}/g;
const phones =
  /(?<![\d.,/])(?:\(?\+?84\)?|\(?0)[\s.()-]{0,3}\d(?:[\s.()-]{0,3}\d){6,9}(?!\d)|(?<!\d)1[89]00[\s.]?\d{2}[\s.]?\d{2,4}(?!\d)/g;
const streets =
  /(?<![a-z])(?:(?:so|tang|lau|lo|toa(?: nha)?|ngo|km)\s?[a-z]?\d[^\n|]{8,140}?(?:duong|pho|phuong|xa|quan|huyen|thanh pho|tp\.?|tinh|ha noi|da nang|hai phong|can tho|hue|khu|city)(?![a-z])[^\n|]{0,60}|\d{1,4}[a-z]?\s[^\n|:]{4,100}?(?:phuong|quan|huyen|thanh pho|tp\.|ward|district)(?![a-z])[^\n|]{0,60})/g;
/** What looks like a house number but is a paper's. */
const isPaper = /giay|gp\s?[-–/]|\/\s?gp|\bcap\b|dkkd|cqcq|ngay \d|©/;
const typeLines = /(?<![a-z])trang (?:thong tin|tin) dien tu tong hop|(?<![a-z])trang ttdt tong hop/g;
const titles =
  /^(?:(?:ong|ba|mr|ms|mrs|anh|chi)\.?\s?:?\s|(?:pgs\.?|gs\.?|ts\.?|ths\.?|bs\.?|ls\.?|ks\.?|cn\.?|nha bao|nha van|luat su|tien si|thac si)[\s.:]+){1,4}/;

const longestValue = 160;

/** Reads an imprint; offsets are into the text given, plus `base`. */
export function parseImprint(text: string, base = 0): Imprint {
  const folded = foldInPlace(text);
  const stated = (start: number, end: number): Stated | null => {
    let [from, to] = [start, end];
    while (from < to && /[\s:;,.|*•"'-]/.test(folded.text[from]!)) from++;
    while (to > from && /[\s:;,|*•"'(-]/.test(folded.text[to - 1]!)) to--;
    if (to - from < 2) return null;
    const [rawFrom, rawTo] = [folded.rawStart(from), folded.rawEnd(to)];
    const raw = text.slice(rawFrom, rawTo);
    return { text: raw.replace(/\s+/g, " "), span: { start: base + rawFrom, end: base + rawTo, raw } };
  };
  const each = (pattern: RegExp) =>
    [...folded.text.matchAll(pattern)].map((m) => stated(m.index, m.index + m[0].length)).filter((v) => v !== null);
  const values = readLabels(folded.text);
  const first = (label: Label, fits: (value: string) => boolean = () => true) => {
    for (const v of values)
      if (v.label === label && fits(folded.text.slice(v.start, v.end))) return stated(v.start, v.end);
    return null;
  };
  const responsible = personOf(folded.text, values, "responsible", stated);
  const named = each(organisation);
  const owner = first("owner", (v) => !/^\W*(?:chung toi|website|trang)\b/.test(v));
  const firm = named.find((n) => company.test(foldInPlace(n.text).text)) ?? null;
  return {
    owner: shorten(owner) ?? firm,
    governing: shorten(first("governing")),
    responsible: responsible?.name ?? null,
    responsibleTitle: responsible?.title ?? null,
    editor: personOf(folded.text, values, "editor", stated)?.name ?? null,
    address:
      first("address", (v) => /\d|pho|duong|phuong|xa|tinh|quan|thi tran|ward|street/.test(v) && v.length > 8) ??
      each(streets).find((v) => !isPaper.test(foldInPlace(v.text).text)) ??
      null,
    phones: each(phones)
      .filter(
        (p) =>
          !/(?:dkkd|mst|ma so|dang ky|doanh nghiep|thue)[^\n]{0,12}$/.test(
            foldInPlace(text.slice(Math.max(0, p.span.start - base - 45), p.span.start - base)).text,
          ),
      )
      .slice(0, 12),
    emails: each(mails)
      .slice(0, 20)
      .map((m) => ({ ...m, text: m.text.toLowerCase() })),
    typeLine: typeLineOf(folded.text, stated),
  };
}

interface Labelled {
  label: Label;
  start: number;
  end: number;
}

/** The words after each label, up to the next label or the end of the line; a label alone on its line takes the next one. */
function readLabels(folded: string): Labelled[] {
  const found = [...folded.matchAll(labelled)].map((m) => ({
    label: labels.find(([name]) => m.groups![name] !== undefined)![0],
    at: m.index,
    behind: m.index + m[0].length,
  }));
  return found.map(({ label, behind }, i) => {
    const limit = Math.min(found[i + 1]?.at ?? folded.length, behind + longestValue);
    let start = behind;
    while (start < limit && /[\s:]/.test(folded[start]!)) start++;
    const line = folded.indexOf("\n", start);
    return { label, start, end: line >= 0 && line < limit ? line : limit };
  });
}

type Place = (start: number, end: number) => Stated | null;

const notPerson =
  /^(?:noi dung|chinh|quan ly|website|thong tin|ve |truoc|trang|cong ty|bao |va |doi voi|phap ly|khong|nguoi)/;

function personOf(folded: string, values: Labelled[], label: Label, stated: Place) {
  for (const v of values) {
    if (v.label !== label) continue;
    const value = folded.slice(v.start, v.end);
    const title = titles.exec(value)?.[0] ?? "";
    const rest = value.slice(title.length);
    const name =
      /^[a-z]{1,12}(?:\.?\s[a-z]{1,12}){1,5}(?=\s*(?:[-,.;|(/*]|$|\n|\s-\s))/.exec(rest) ??
      /^[a-z]{1,12}(?:\s[a-z]{1,12}){1,4}/.exec(rest);
    if (!name || notPerson.test(name[0])) continue;
    const place = stated(v.start + title.length, v.start + title.length + name[0].length);
    // A name is written in capitals; a sentence that goes on after the label is not.
    if (!place || place.span.raw.split(/\s+/).filter((w) => /^\p{Lu}/u.test(w)).length < 2) continue;
    const after =
      /^\s*[-,(/]\s*((?:pho |quyen )?(?:tong )?(?:giam doc|bien tap|thu ky|truong phong|chu tich|truong ban|cuc truong|chanh van phong|hieu truong)[^\n.;|)]{0,60})/.exec(
        rest.slice(name[0].length),
      );
    return { name: place, title: (title.trim() || after?.[1]?.trim()) ?? null };
  }
  return null;
}

/** An organisation's name ends where its address or another sentence begins. */
function shorten(value: Stated | null): Stated | null {
  if (!value) return null;
  const cut =
    /[.|;](?:\s|$)|\s[-–—*]\s|,\s(?=(?:số|tầng|địa chỉ|đ\/c|trụ sở)\b)|\s(?=(?:Trụ sở|Địa chỉ|Tel|Điện thoại)\b)/iu.exec(
      value.span.raw,
    );
  if (!cut || cut.index < 4) return value;
  const raw = value.span.raw.slice(0, cut.index).trimEnd();
  return { text: raw.replace(/\s+/g, " "), span: { start: value.span.start, end: value.span.start + raw.length, raw } };
}

/** The site's kind as a line of its own: not the part of a sentence that names the licence. */
function typeLineOf(folded: string, stated: Place): Stated | null {
  for (const m of folded.matchAll(typeLines)) {
    const line = folded.slice(folded.lastIndexOf("\n", m.index) + 1, m.index);
    if (!/giay phep|\bgp\b|thiet lap|cap phep/.test(line.slice(-60))) return stated(m.index, m.index + m[0].length);
  }
  return null;
}
