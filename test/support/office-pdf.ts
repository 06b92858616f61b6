// Promises what stock tools say of a PDF (poppler) and of a DOCX opened in LibreOffice, for the tests of documents.
import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const tool = async (name: string, ...args: string[]) =>
  (await run(name, args, { timeout: 60_000, maxBuffer: 64e6 })).stdout;

export interface PdfFacts {
  families: string[];
  isEmbedded: boolean;
  pages: number;
  size: string;
  isTagged: boolean;
  /** Text of each page with its layout. */
  text: string[];
  /** Of each page, in mm: the room that stays free around the words of the body; header and footer zones (15 mm) left out. */
  margins: { left: number; right: number; top: number; bottom: number }[];
}

const mm = (points: number) => (points * 25.4) / 72;

function marginsOf(page: string): PdfFacts["margins"][number] {
  const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? [];
  const [w, h] = [mm(Number(width)), mm(Number(height))];
  const words = [...page.matchAll(/xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"/g)]
    .map(([, ...box]) => box.map((n) => mm(Number(n))) as [number, number, number, number])
    .filter(([, y0, , y1]) => y1 > 15 && y0 < h - 15);
  const least = (at: number) => Math.min(...words.map((box) => box[at]!));
  const most = (at: number) => Math.max(...words.map((box) => box[at]!));
  return { left: least(0), right: w - most(2), top: least(1), bottom: h - most(3) };
}

export async function readPdf(file: string): Promise<PdfFacts> {
  const [fonts, info] = [await tool("pdffonts", file), await tool("pdfinfo", file)];
  const [text, boxes] = [await tool("pdftotext", "-layout", file, "-"), await tool("pdftotext", "-bbox", file, "-")];
  const rows = fonts.split("\n").slice(2).filter(Boolean);
  return {
    families: [
      ...new Set(
        rows.map((row) =>
          row
            .split(/\s+/)[0]!
            .replace(/^[A-Z]{6}\+/, "")
            .replace(/-.*$/, ""),
        ),
      ),
    ],
    isEmbedded: rows.every((row) => /\s(yes)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$/.test(row)),
    pages: Number(/Pages:\s+(\d+)/.exec(info)?.[1]),
    size: /Page size:\s+(.+)/.exec(info)?.[1] ?? "",
    isTagged: /Tagged:\s+yes/.test(info),
    text: text.split("\f").slice(0, -1),
    margins: boxes.split("<page ").slice(1).map(marginsOf),
  };
}

/** Opens the DOCX files in LibreOffice and writes each as PDF into `folder`; Times New Roman is Tinos there, which has its metrics. */
export async function convertByLibreOffice(files: readonly string[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const fonts = path.dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/tinos/package.json"));
  const conf = path.join(folder, "fonts.conf");
  writeFileSync(
    conf,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><cachedir>${folder}/fonts</cachedir><alias binding="same"><family>Times New Roman</family><prefer><family>Tinos</family></prefer></alias></fontconfig>`,
  );
  const profile = `-env:UserInstallation=file://${folder}/profile`;
  await run("soffice", [profile, "--headless", "--convert-to", "pdf", "--outdir", folder, ...files], {
    env: { ...process.env, FONTCONFIG_FILE: conf, HOME: folder },
    timeout: 120_000,
  });
}

/** The words of a text without its layout. */
export const wordsOf = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/[\s\u00A0]+/g, " ")
    .trim();
