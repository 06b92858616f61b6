// Promises that what lies over the page is photographed as a visitor meets it, and closed only by its own control to close or refuse.
import { hash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { evaluateApart, type Visit } from "../visit.ts";
import { type Banner, handleBanners, listHeld } from "./find-banners.ts";
import { settle } from "./settle.ts";
import { pngOptions } from "./shoot-viewport.ts";

const maxPresses = 5;
const largeShare = 0.25;

const listBanners = (visit: Visit): Promise<Banner[]> => evaluateApart<Banner[]>(visit, handleBanners, 5000, false, "");

/** Closing a layer may load something; a page without one has nothing to wait for. */
export async function settleAfterBanners(visit: Visit): Promise<string> {
  if (!visit.findings.attachments.some((kept) => kept.kind === "before-banner")) return "không cần";
  const rest = await settle(visit, 3000);
  const held = new Set(await evaluateApart<string[]>(visit, listHeld, 2000));
  return held.size === 0 ? rest : `${rest}; từ khi bấm đã ngăn trang chuyển tới ${[...held].join(", ")}`.slice(0, 2000);
}

const describe = ({ text, share }: Banner): string => `${Math.round(share * 100)} % màn hình: «${text.slice(0, 120)}»`;

/** The screen as it is, kept before anything is pressed. */
async function keepBefore(visit: Visit, banners: readonly Banner[]): Promise<void> {
  const { data } = await visit.ask("Page.captureScreenshot", pngOptions, 15_000);
  const bytes = Buffer.from(String(data), "base64");
  const file = "before-banner.png";
  await writeFile(path.join(visit.request.outDir, file), bytes, { flag: "wx" });
  visit.findings.attachments.push({
    file,
    kind: "before-banner",
    url: visit.request.url,
    mime: "image/png",
    sizeBytes: bytes.length,
    sha256: hash("sha256", bytes, "hex"),
    note: `màn hình trước khi đóng lớp phủ; ${banners.map(describe).join("; ")}`.slice(0, 2000),
  });
}

/**
 * Agrees to nothing, follows no link, sends no form, answers no question of age, hides nothing: a layer without a control
 * of its own stays in the picture. Each press is an act of this program and stands in the note with the control's words.
 */
export async function closeBanners(visit: Visit): Promise<string> {
  let banners = await listBanners(visit);
  const notable = banners.filter((b) => b.controls.length > 0 || b.left !== "" || b.share >= largeShare);
  if (notable.length === 0) return "không có lớp phủ";
  await keepBefore(visit, notable);
  const acts: string[] = [];
  const pressed = new Set<string>();
  for (let presses = 0; presses < maxPresses; presses++) {
    const next = banners.flatMap((banner) =>
      banner.controls.map((label) => ({ label, key: `${label}\n${banner.text}` })),
    );
    const control = next.find(({ key }) => !pressed.has(key));
    if (!control) break;
    pressed.add(control.key);
    const before = banners.length;
    const done = await evaluateApart<{ pressed: boolean; prevented: string[] }>(
      visit,
      handleBanners,
      5000,
      true,
      control.label,
    );
    banners = await listBanners(visit);
    const effect = banners.length < before ? "lớp phủ đã đóng" : "lớp phủ còn đó";
    const prevented = done.prevented.map((url) => `, đã ngăn chuyển tới ${url}`).join("");
    if (done.pressed) acts.push(`chương trình bấm «${control.label}»: ${effect}${prevented}`);
  }
  const kept = banners
    .filter((b) => b.share >= largeShare || b.left !== "")
    .map((b) => `để nguyên (${b.left || "không có nút đóng"}) ${describe(b)}`);
  return [...acts, ...kept].join("; ").slice(0, 2000) || "lớp phủ đã tự đóng";
}
