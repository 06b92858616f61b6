// Promises that an address which is not on the public internet is named as such, in every form an address can hide in.
import net from "node:net";
import os from "node:os";
import { nowMs } from "#core/clock.ts";

/** IANA special-purpose registry for IPv4 (RFC 6890 and its updates), plus cloud metadata on public space. */
const specialIpv4: readonly [block: string, prefix: number, reason: string][] = [
  ["0.0.0.0", 8, "this-network address (0.0.0.0/8)"],
  ["10.0.0.0", 8, "private address (10.0.0.0/8)"],
  ["100.64.0.0", 10, "carrier-grade NAT address (100.64.0.0/10)"],
  ["127.0.0.0", 8, "loopback address (127.0.0.0/8)"],
  ["169.254.169.254", 32, "cloud metadata address (169.254.169.254)"],
  ["169.254.0.0", 16, "link-local address (169.254.0.0/16)"],
  ["172.16.0.0", 12, "private address (172.16.0.0/12)"],
  ["192.0.0.0", 24, "IETF protocol address (192.0.0.0/24)"],
  ["192.0.2.0", 24, "documentation address (192.0.2.0/24)"],
  ["192.88.99.0", 24, "6to4 relay address (192.88.99.0/24)"],
  ["192.168.0.0", 16, "private address (192.168.0.0/16)"],
  ["198.18.0.0", 15, "benchmark address (198.18.0.0/15)"],
  ["198.51.100.0", 24, "documentation address (198.51.100.0/24)"],
  ["203.0.113.0", 24, "documentation address (203.0.113.0/24)"],
  ["168.63.129.16", 32, "cloud metadata address (168.63.129.16)"],
  ["224.0.0.0", 4, "multicast address (224.0.0.0/4)"],
  ["255.255.255.255", 32, "broadcast address"],
  ["240.0.0.0", 4, "reserved address (240.0.0.0/4)"],
];

/** Everything outside 2000::/3 is refused anyway; these rows give the reason its name and close holes inside 2000::/3. */
const specialIpv6: readonly [block: string, prefix: number, reason: string][] = [
  ["::", 128, "unspecified address (::)"],
  ["::1", 128, "loopback address (::1)"],
  ["::", 96, "IPv4-compatible address (::/96)"],
  ["64:ff9b:1::", 48, "local NAT64 address (64:ff9b:1::/48)"],
  ["100::", 64, "discard address (100::/64)"],
  ["2001::", 32, "Teredo tunnel address (2001::/32)"],
  ["2001:db8::", 32, "documentation address (2001:db8::/32)"],
  ["2001::", 23, "IETF protocol address (2001::/23)"],
  ["2002::", 16, "6to4 tunnel address (2002::/16)"],
  ["3fff::", 20, "documentation address (3fff::/20)"],
  ["fc00::", 7, "unique local address (fc00::/7)"],
  ["fe80::", 10, "link-local address (fe80::/10)"],
  ["fec0::", 10, "site-local address (fec0::/10)"],
  ["ff00::", 8, "multicast address (ff00::/8)"],
];

function toBytesIpv4(ip: string): number[] {
  return ip.split(".").map(Number);
}

/** Takes what `net.isIPv6` accepts, without zone. */
function toBytesIpv6(ip: string): number[] {
  const canonical = new URL(`http://[${ip}]/`).hostname.slice(1, -1);
  const [left = "", right] = canonical.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const head = groups(left);
  const tail = groups(right ?? "");
  const middle = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return [...head, ...middle, ...tail].flatMap((group) => [group >> 8, group & 0xff]);
}

function startsWith(address: readonly number[], block: readonly number[], prefixBits: number): boolean {
  for (let bit = 0; bit < prefixBits; bit += 8) {
    const mask = prefixBits - bit >= 8 ? 0xff : (0xff << (8 - (prefixBits - bit))) & 0xff;
    if ((address[bit / 8]! & mask) !== (block[bit / 8]! & mask)) return false;
  }
  return true;
}

const ipv4Table = specialIpv4.map(([block, prefix, reason]) => ({
  block: toBytesIpv4(block),
  prefix,
  reason,
}));
const ipv6Table = specialIpv6.map(([block, prefix, reason]) => ({
  block: toBytesIpv6(block),
  prefix,
  reason,
}));
const mapped = toBytesIpv6("::ffff:0:0");
const nat64 = toBytesIpv6("64:ff9b::");
const globalUnicast = toBytesIpv6("2000::");

function refuseIpv4(bytes: readonly number[]): string | null {
  return ipv4Table.find((row) => startsWith(bytes, row.block, row.prefix))?.reason ?? null;
}

function refuseIpv6(bytes: readonly number[]): string | null {
  const embedded = bytes.slice(12);
  if (startsWith(bytes, mapped, 96)) return refuseOwn(embedded) ?? withForm(refuseIpv4(embedded), "IPv4-mapped");
  if (startsWith(bytes, nat64, 96)) return refuseOwn(embedded) ?? withForm(refuseIpv4(embedded), "NAT64");
  const row = ipv6Table.find((r) => startsWith(bytes, r.block, r.prefix));
  if (row) return row.reason;
  return startsWith(bytes, globalUnicast, 3) ? null : "address outside global unicast (2000::/3)";
}

function withForm(reason: string | null, form: string): string | null {
  return reason === null ? null : `${form} ${reason}`;
}

const ownAddressesFreshMs = 10_000;
let own: { readAtMs: number; addresses: number[][] } = {
  readAtMs: Number.NEGATIVE_INFINITY,
  addresses: [],
};

/** A crawler that can reach its own public address can reach its own desk. */
function refuseOwn(bytes: readonly number[]): string | null {
  const atMs = nowMs();
  if (Math.abs(atMs - own.readAtMs) > ownAddressesFreshMs) {
    const all = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
    own = {
      readAtMs: atMs,
      addresses: all
        .filter((a) => !a.internal)
        .map((a) => (a.family === "IPv4" ? toBytesIpv4(a.address) : toBytesIpv6(a.address))),
    };
  }
  const hit = own.addresses.some(
    (address) => address.length === bytes.length && startsWith(address, bytes, bytes.length * 8),
  );
  return hit ? "address of this machine" : null;
}

/**
 * Why `ip` (canonical IPv4 or IPv6 text, no brackets) may not be contacted, or null when it is a public unicast address.
 * Text that is no address at all is refused too: the guard never guesses.
 */
export function isRefusedAddress(ip: string): string | null {
  if (ip.includes("%")) return "address with a zone id";
  if (net.isIPv4(ip)) {
    const bytes = toBytesIpv4(ip);
    return refuseIpv4(bytes) ?? refuseOwn(bytes);
  }
  if (net.isIPv6(ip)) {
    const bytes = toBytesIpv6(ip);
    return refuseIpv6(bytes) ?? refuseOwn(bytes);
  }
  return "not an IP address";
}

/** Whether `ip` is 127.0.0.1 or ::1, the two addresses that tests and benches may open by port. */
export function isLoopbackLiteral(ip: string): boolean {
  return ip === "127.0.0.1" || ip === "::1";
}
