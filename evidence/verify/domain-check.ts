// Promises what WACZ-auth's domain form adds: whose domain, for how long, and a time stamp over the signature.
import { fromBase64, utf8 } from "./bytes.ts";
import type { Report } from "./report.ts";
import { asText, type Fields, plainText } from "./strict-json.ts";
import { imprintHolds, readToken, tokenSignatureProblems, tokenUsageProblems } from "./token.ts";
import { isValidAt, pemCertificates, readCertificate } from "./x509.ts";

const part = "datapackage-digest.json";

/** Certificates stand as they came: up to which root their chain goes is a question for a trust file. */
export async function checkDomain(signed: Fields, report: Report): Promise<void> {
  const domain = asText(signed.domain, `${part}: domain`);
  const certificate = readCertificate(pemCertificates(plainText(signed.domainCert))[0]!, `${part}: domainCert`);
  const created = Date.parse(plainText(signed.created));
  const problems: string[] = [];
  const names = [certificate.name.split(", ")[0]!, ...certificate.dnsNames];
  if (!names.includes(domain)) problems.push(`${part}: the certificate is not one of the domain that it names`);
  if (Number.isNaN(created) || !isValidAt(certificate, created))
    problems.push(`${part}: the domain's certificate was not valid when the package was signed`);
  report.list("signature.domain", problems, `signed for the domain ${domain}; its chain is not judged`);
  if (typeof signed.timeSignature !== "string") return;
  await report.run("token.form", `${part}: timeSignature`, () => checkStamp(signed, created, report));
}

/** The stamp's imprint is that of the signature's base64 text. */
async function checkStamp(signed: Fields, created: number, report: Report): Promise<void> {
  const at = `${part}: timeSignature`;
  const bytes = fromBase64(asText(signed.timeSignature, at));
  const chain = pemCertificates(plainText(signed.timestampCert)).map((der) => readCertificate(der, at));
  const token = readToken(bytes ?? new Uint8Array(0), at, chain);
  const imprint = imprintHolds(token, utf8(plainText(signed.signature)));
  const usage = tokenUsageProblems(token, at);
  report.list(
    "token.imprint",
    imprint ? [] : [`${at}: stamps something else`],
    `${at}: stamps the signature at ${new Date(token.genTimeMs).toISOString()}`,
  );
  report.list(
    "token.signature",
    [...(await tokenSignatureProblems(token, at)), ...usage.usage, ...usage.validity],
    `${at}: signed by ${token.message.signer.name}; its chain is not judged`,
  );
  const apart = token.genTimeMs - created;
  if (apart < -1000 || apart > 10 * 60_000)
    report.add("token.time", false, `${at}: ${Math.round(apart / 1000)} seconds from the time of signing`);
}
