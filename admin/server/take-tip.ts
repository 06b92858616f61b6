// Promises that what the public form sends is read within limits, kept apart from who sent it, and answered with a code only the sender has.
import { createHash, randomInt } from "node:crypto";
import { z } from "zod";
import { now, nowMs } from "#core/clock.ts";
import { inTransaction } from "#core/db/pool.ts";
import { AppError } from "#core/errors.ts";
import { recordEvent } from "#core/records/event.ts";
import { readTipForm } from "#core/records/tip-form.ts";
import { countFormTips, insertTip } from "#core/records/tip.ts";
import { toNfc } from "#core/text.ts";
import { vietnamDay } from "#core/vietnam-time.ts";
import type { TipIdentity } from "../api/tips.ts";
import type { DeskContext } from "./desk-context.ts";
import type { IdentityKey } from "./identity-key.ts";
import { type IncomingFile, keepIntake } from "./keep-intake.ts";
import { type Faults, fieldNames, type Typed } from "./tip-page.ts";

const hourMs = 3_600_000;
const mostAddresses = 10_000;
/** Crockford's base 32: no I, L, O, U to be misread. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** 80 random bits in groups of four. */
function makeCode(): string {
  const signs = Array.from({ length: 16 }, () => alphabet[randomInt(32)]!).join("");
  return signs.match(/.{4}/g)!.join("-");
}

/** Of the code as a person types it: case, blanks and dashes do not matter, O is 0, I and L are 1. */
export function hashCode(code: string): Buffer {
  const plain = code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return createHash("sha256").update(plain).digest();
}

/** Who sends how often, by network address; in memory only, for an hour: no row says from where a tip came. */
export interface TipLimit {
  /** False where this address has had its share of the hour. */
  take(address: string, most: number): boolean;
}

/** An IPv6 household has a /64. */
const networkOf = (address: string) =>
  address.includes(":") && !address.includes(".") ? address.split(":").slice(0, 4).join(":") : address;

export function createTipLimit(): TipLimit {
  const seen = new Map<string, number[]>();
  return {
    take(address, most) {
      const key = networkOf(address);
      const recent = (seen.get(key) ?? []).filter((at) => at > nowMs() - hourMs);
      if (recent.length >= most) return false;
      seen.delete(key);
      seen.set(key, [...recent, nowMs()]);
      if (seen.size > mostAddresses) seen.delete(seen.keys().next().value!);
      return true;
    },
  };
}

export interface SentForm {
  typed: Typed;
  file: IncomingFile | null;
  /** The field that people do not see was filled. */
  isTrapped: boolean;
}

/** multipart/form-data (RFC 7578) as the platform reads it. Throws AppError `input.unreadable`. */
export async function readSentForm(body: Buffer, contentType: string): Promise<SentForm> {
  let data: FormData;
  try {
    data = await new Response(new Uint8Array(body), { headers: { "content-type": contentType } }).formData();
  } catch (error) {
    throw new AppError("input.unreadable", { cause: error, detail: "not a form" });
  }
  const textOf = (name: string) => {
    const value = data.get(name);
    // Browsers send line ends as CR LF.
    return typeof value === "string" ? toNfc(value.replaceAll("\r\n", "\n")).trim() : "";
  };
  const typed: Typed = Object.fromEntries(fieldNames.map((name) => [name, textOf(name)]));
  const sent = data.get("file");
  const file =
    sent instanceof File && sent.size > 0
      ? { bytes: new Uint8Array(await sent.arrayBuffer()), name: sent.name || "anh" }
      : null;
  return { typed, file, isTrapped: textOf("website") !== "" };
}

const most: Record<(typeof fieldNames)[number], number> = {
  address: 2000,
  what: 5000,
  seenWhen: 200,
  name: 200,
  phone: 60,
  email: 200,
};

function findFaults({ typed, isTrapped }: SentForm): Faults {
  const faults: Faults = {};
  if (isTrapped) faults.form = "Ô ẩn phải để trống; ô đó đã được làm trống, xin gửi lại.";
  if (!typed.address) faults.address = "Xin ghi địa chỉ trang hoặc tài khoản.";
  if (!typed.what) faults.what = "Xin ghi nội dung phản ánh.";
  if (typed.email && !z.email().safeParse(typed.email).success) faults.email = "Địa chỉ thư chưa đúng dạng.";
  for (const name of fieldNames)
    if ((typed[name]?.length ?? 0) > most[name]) faults[name] = `Dài quá ${most[name]} ký tự.`;
  return faults;
}

export type Taken = { faults: Faults; status: number } | { number: string; code: string };

/** Saves the tip, or says what is wrong of it. Throws AppError where the house itself fails. */
export async function takeTip(
  ctx: DeskContext,
  { key, limit }: { key: IdentityKey; limit: TipLimit },
  sent: SentForm,
  address: string,
): Promise<Taken> {
  const faults = findFaults(sent);
  if (Object.keys(faults).length > 0) return { faults, status: 400 };
  const form = await readTipForm(ctx.pool);
  const busy = "Hiện có quá nhiều phản ánh được gửi đến. Xin gửi lại sau một giờ.";
  if ((await countFormTips(ctx.pool, new Date(nowMs() - hourMs))) >= form.mostAnHour)
    return { faults: { form: busy }, status: 429 };
  if (!limit.take(address, form.mostAnHourFromOne))
    return { faults: { form: "Ông/Bà đã gửi nhiều phản ánh trong một giờ. Xin gửi lại sau." }, status: 429 };
  const file = await keepPicture(ctx, sent.file);
  if (file.fault) return { faults: { file: file.fault }, status: 400 };
  return saveTip(ctx, key, sent.typed, file.id);
}

async function keepPicture(
  ctx: DeskContext,
  file: IncomingFile | null,
): Promise<{ id: string | null; fault?: string }> {
  if (!file) return { id: null };
  try {
    const kept = await keepIntake(ctx, file, "form", ["image/png", "image/jpeg", "image/webp"]);
    return { id: kept.id };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "input.invalid") throw error;
    return { id: null, fault: "Tệp không nhận được: chỉ nhận ảnh PNG, JPEG, WebP đọc được, không quá 5 MB." };
  }
}

async function saveTip(ctx: DeskContext, key: IdentityKey, typed: Typed, fileId: string | null): Promise<Taken> {
  const code = makeCode();
  const identity: TipIdentity = { name: typed.name ?? "", phone: typed.phone ?? "", email: typed.email ?? "" };
  const isNamed = Object.values(identity).some((value) => value !== "");
  const tip = {
    channel: "form" as const,
    incomingNumber: "",
    receivedOn: vietnamDay(now()),
    address: typed.address!,
    what: typed.what!,
    seenWhen: typed.seenWhen ?? "",
    fileId,
    codeSha256: hashCode(code),
  };
  const { number } = await inTransaction(ctx.pool, async (tx) => {
    const added = await insertTip(tx, tip, "form", (id) => (isNamed ? key.seal(identity, id) : null));
    await recordEvent(tx, "form", "tip.received", added.id, { number: added.number, hasFile: fileId !== null });
    return added;
  });
  return { number, code };
}
