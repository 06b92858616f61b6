// Promises that an address which passes here is plain http or https, on an allowed port, and names no inner host.
import net from "node:net";
import type { Config } from "#core/config.ts";
import { AppError } from "#core/errors.ts";
import { isLoopbackLiteral, isRefusedAddress } from "./address.ts";

export type GuardConfig = Pick<Config, "allowedPorts" | "allowedLoopbackPorts">;

/** Names that never belong to the public web (RFC 6761, RFC 6762, RFC 8375 and ICANN's reserved `.internal`). */
const innerSuffixes = [
  "localhost",
  "local",
  "internal",
  "localdomain",
  "home.arpa",
  "intranet",
  "lan",
  "home",
  "corp",
  "onion",
];

const defaultPorts: Record<string, number> = { "http:": 80, "https:": 443 };

/** Throws AppError `guard.refused`; `reason` is English and short, `host` goes to the log. */
export function refuse(reason: string, host: string, port: number | null = null): never {
  throw new AppError("guard.refused", {
    detail: `${host === "" ? "address" : host}: ${reason}`,
    cure: "Watch public http or https addresses only; ports are set in VONGGAC_ALLOWED_PORTS.",
    facts: { host, port, reason },
  });
}

/** The port that `url` will be contacted on. */
export function portOf(url: URL): number {
  return url.port === "" ? (defaultPorts[url.protocol] ?? 0) : Number(url.port);
}

/** The host without brackets, trailing dots or capitals: an address literal, or a name in ASCII. */
export function hostOf(url: URL): string {
  return normaliseHost(url.hostname);
}

function normaliseHost(host: string): string {
  const bare = host.startsWith("[") ? host.slice(1, -1) : host.replace(/\.+$/, "");
  return bare.toLowerCase();
}

/** True only for 127.0.0.1, ::1 and localhost on a port that tests and benches opened on purpose. */
export function isOpenedLoopback(host: string, port: number, config: GuardConfig): boolean {
  return (host === "localhost" || isLoopbackLiteral(host)) && config.allowedLoopbackPorts.has(port);
}

/** Why the name `host` may not be asked for, or null. Address literals are judged by their address. */
export function isRefusedHost(host: string): string | null {
  if (host === "") return "no host";
  if (net.isIP(host) !== 0 || host.includes(":")) return isRefusedAddress(host);
  if (innerSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))) return "name of an inner network";
  if (!host.includes(".")) return "name without a dot belongs to an inner network";
  if (host.length > 253 || host.split(".").some((label) => label === "" || label.length > 63))
    return "not a valid host name";
  return null;
}

/**
 * Checks a host and port that came without a URL (CONNECT); returns the host as it may be resolved.
 * Spellings such as 0x7f.1, 2130706433 or fullwidth digits are normalised by the WHATWG URL parser first.
 */
export function parseTargetHost(rawHost: string, port: number, config: GuardConfig): string {
  const raw = rawHost.includes(":") && !rawHost.startsWith("[") ? `[${rawHost}]` : rawHost;
  if (/[/@?#\\\s]/.test(raw) || !URL.canParse(`http://${raw}/`))
    refuse("not a valid host", rawHost.slice(0, 100), port);
  const host = hostOf(new URL(`http://${raw}/`));
  checkHostAndPort(host, port, config);
  return host;
}

function checkHostAndPort(host: string, port: number, config: GuardConfig): void {
  if (isOpenedLoopback(host, port, config)) return;
  const reason = isRefusedHost(host);
  if (reason !== null) refuse(reason, host, port);
  if (!config.allowedPorts.has(port)) refuse(`port ${port} is not allowed`, host, port);
}

/**
 * The one door for an address that the crawler is about to contact. Fragments are dropped.
 * Throws AppError `guard.refused` whose detail names the cause: not a URL, scheme, credentials, host, address or port.
 */
export function parseTargetUrl(raw: string, config: GuardConfig): URL {
  if (raw.length > 8192) refuse("address longer than 8192 characters", "");
  if (!URL.canParse(raw)) refuse("not a valid address", "");
  const url = new URL(raw);
  if (defaultPorts[url.protocol] === undefined)
    refuse(`scheme ${url.protocol.slice(0, 30)} is not http or https`, url.hostname);
  if (url.username !== "" || url.password !== "") refuse("address carries credentials", hostOf(url));
  checkHostAndPort(hostOf(url), portOf(url), config);
  url.hash = "";
  return url;
}
