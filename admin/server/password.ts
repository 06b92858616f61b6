// Promises passwords that cannot be read back: argon2id (RFC 9106) with the parameters inside the stored text.
import { argon2, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/** OWASP Password Storage Cheat Sheet, second recommended set: 19 MiB, 2 passes, 1 lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const tagBytes = 32;
const format = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/=-]+)\$([\w+/=-]+)$/;

interface Cost {
  memory: number;
  passes: number;
  parallelism: number;
}

function derive(password: string, salt: Buffer, c: Cost): Promise<Buffer> {
  // NFC: the same password typed with Telex or pasted gives the same bytes.
  const options = { message: password.normalize("NFC"), nonce: salt, tagLength: tagBytes, ...c };
  return new Promise((resolve, reject) => {
    argon2("argon2id", options, (error, tag) => (error ? reject(error) : resolve(tag)));
  });
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await derive(password, salt, cost);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${salt.toString("base64")}$${tag.toString("base64")}`;
}

/** True when the password made this hash; false also for a hash that cannot be read. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const parts = format.exec(hash);
  if (!parts) return false;
  const [, memory, passes, parallelism, salt, tag] = parts;
  const stored = Buffer.from(tag!, "base64");
  const made = await derive(password, Buffer.from(salt!, "base64"), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return stored.length === made.length && timingSafeEqual(stored, made);
}

const letters = "abcdefghjkmnpqrstuvwxyz23456789";

/** Four groups of five letters and digits without look-alikes: 99 bits, easy to read from a terminal. */
export function makeOneTimePassword(): string {
  const group = () => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
