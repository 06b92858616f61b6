// Promises the sort-friendly key (SURT) under which an address stands in a CDXJ index, as replay tools compute it.

/**
 * `https://www.Example.com:8443/A?b=2&a=1` → `com,example:8443)/a?a=1&b=2`. Addresses that are not http(s), such as
 * `urn:view:…`, are their own key. Never throws and never returns white space.
 */
export function surtOf(address: string): string {
  const plain = withoutBlanks(address);
  if (!/^https?:/i.test(plain)) return plain;
  const bare = plain.toLowerCase().replace(/^(https?:\/\/)www\d*\./, "$1");
  if (!URL.canParse(bare)) return plain;
  const url = new URL(bare);
  url.searchParams.sort();
  const host = url.hostname.split(".").reverse().join(",");
  return `${host}${url.port ? `:${url.port}` : ""})${url.pathname}${url.search}`;
}

/** A WARC-Target-URI holds no white space and no control characters: they are percent-encoded. */
export function withoutBlanks(address: string): string {
  return address.toWellFormed().replace(/[\s\p{Cc}]/gu, (c) => encodeURIComponent(c));
}
