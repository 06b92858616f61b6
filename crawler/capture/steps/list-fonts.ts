// Promises the fonts that drew the page: other fonts would give other pictures of the same bytes.
import type { Visit } from "../visit.ts";

const sampled = "body,h1,h2,h3,p,a,li,td,span,button,label";
const maxNodes = 60;

export async function listFonts(visit: Visit): Promise<string> {
  await visit.ask("DOM.enable");
  await visit.ask("CSS.enable");
  const { root } = await visit.ask("DOM.getDocument", { depth: 0 });
  const { nodeIds } = await visit.ask("DOM.querySelectorAll", { nodeId: root.nodeId, selector: sampled });
  const names = new Set<string>();
  for (const nodeId of (nodeIds as number[]).slice(0, maxNodes)) {
    const { fonts } = await visit.ask("CSS.getPlatformFontsForNode", { nodeId }, 2000);
    for (const font of fonts as { familyName: string; isCustomFont: boolean }[])
      names.add(font.isCustomFont ? `${font.familyName} (của trang)` : font.familyName);
  }
  visit.findings.fonts = [...names].sort();
  return visit.findings.fonts.join(", ");
}
