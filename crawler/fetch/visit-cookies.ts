// Promises cookies that live for one visit and one host, so that a site which sets a cookie and redirects does not loop.

export interface VisitCookies {
  /** Remembers Set-Cookie values of `host`. */
  take(host: string, setCookies: readonly string[]): void;
  /** The Cookie header for `host`, or null. */
  give(host: string): string | null;
}

const mostCookiesPerHost = 30;
const mostCookieLength = 4096;

export function createVisitCookies(): VisitCookies {
  const byHost = new Map<string, Map<string, string>>();
  return {
    take: (host, setCookies) => {
      const jar = byHost.get(host) ?? new Map<string, string>();
      for (const line of setCookies) {
        const [pair = "", ...attributes] = line.split(";");
        const at = pair.indexOf("=");
        const name = pair.slice(0, at).trim();
        const expired = attributes.some((attribute) => /^\s*max-age\s*=\s*(-|0+\s*$)/i.test(attribute));
        if (expired) jar.delete(name);
        else if (at > 0 && pair.length <= mostCookieLength && jar.size < mostCookiesPerHost)
          jar.set(name, pair.slice(at + 1).trim());
      }
      byHost.set(host, jar);
    },
    give: (host) => {
      const jar = byHost.get(host);
      return jar === undefined || jar.size === 0
        ? null
        : [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    },
  };
}
