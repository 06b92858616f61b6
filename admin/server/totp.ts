// Promises time-based one-time passwords as every authenticator app makes them: HMAC-SHA-1, 6 digits, 30 seconds (RFC 6238, RFC 4226).
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const stepSeconds = 30;
/** Steps before and after the present one that are taken: a slow hand or a clock half a minute off (RFC 6238 section 5.2). */
const drift = 1;
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** 160 random bits, as RFC 4226 section 4 recommends. */
export function makeTotpSecret(): Buffer {
  return randomBytes(20);
}

/** Base32 without padding (RFC 4648 section 6), as authenticator apps take it. */
export function toBase32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

export const stepAt = (ms: number): number => Math.floor(ms / 1000 / stepSeconds);

/** The six digits of one time step (RFC 4226 section 5.3). */
export function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = mac.at(-1)! & 0x0f;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

/** The time step that this code belongs to, or null where it fits none of the three around `ms`. */
export function findStep(secret: Uint8Array, code: string, ms: number): number | null {
  const given = Buffer.from(code);
  let found: number | null = null;
  for (let step = stepAt(ms) - drift; step <= stepAt(ms) + drift; step++) {
    const wanted = Buffer.from(codeOf(secret, step));
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) found = step;
  }
  return found;
}

/** The address that a QR code carries to the app (Key URI Format of Google Authenticator, the format in common use). */
export function totpAddress(secret: Uint8Array, issuer: string, login: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`;
  const facts = `secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=${stepSeconds}`;
  return `otpauth://totp/${label}?${facts}`;
}
