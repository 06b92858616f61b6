// Promises the certificate chain that the browser itself was given: no second connection, which could be answered differently.
import type { Visit } from "../visit.ts";

export async function readCertificates(visit: Visit): Promise<string> {
  const origins = new Set(
    visit.ledger.drafts
      .filter((draft) => draft.url.startsWith("https:") && (draft.response || draft.paused))
      .map((draft) => new URL(draft.url).origin),
  );
  for (const origin of origins) {
    const { tableNames } = await visit.ask("Network.getCertificate", { origin }, 3000);
    const chain = (tableNames ?? []) as string[];
    if (chain.length > 0) visit.findings.certificates.set(origin, chain);
  }
  return `${visit.findings.certificates.size} trên ${origins.size} máy chủ https`;
}
