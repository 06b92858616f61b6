// Promises what belongs together with a finding, each with why, and one decision for all of it with a row for each.
import { z } from "zod";
import { FindingId } from "#core/id.ts";
import { now } from "#core/clock.ts";
import { selectViewed } from "#core/records/event.ts";
import { selectFinding } from "#core/records/finding.ts";
import { type Copy, selectContents, selectCopies, selectOnHosts } from "#core/records/group.ts";
import { selectQueue } from "#core/records/queue.ts";
import type { LiveSession } from "#core/records/session.ts";
import { selectForTriage } from "#core/records/triage.ts";
import { BulkReply } from "../../api/bulk.ts";
import { DecideGroup, GroupView, type Tie } from "../../api/groups.ts";
import { viewedSince } from "../decide-finding.ts";
import { decideMany, mayFollow } from "../decide-many.ts";
import type { DeskContext } from "../desk-context.ts";
import { sessionOf } from "../guard-requests.ts";
import { askerOf, queueRowView } from "../queue-view.ts";
import type { TypedApp } from "../typed-app.ts";

const Params = z.object({ id: FindingId });
const mostMembers = 99;

function tieOf({ kind, shared }: Copy): Tie {
  switch (kind) {
    case "same-page":
      return { kind: "same-page", say: "Trang có nội dung giống nhau từng byte." };
    case "same-screen":
      return { kind: "same-picture", say: "Ảnh chụp trang giống nhau hoàn toàn." };
    case "same-picture":
      return { kind: "same-picture", say: `Có chung ${shared} hình ảnh mà ít trang khác có.` };
    case "near-text":
      return {
        kind: "near-text",
        say: `Chữ trên trang gần giống nhau (khoảng ${shared} % số đoạn so khớp trùng nhau).`,
      };
  }
}

/** Each member's ties, the strongest kind first. */
async function readTies(ctx: DeskContext, id: FindingId): Promise<Map<FindingId, Tie[]>> {
  const { host } = await selectFinding(ctx.pool, id);
  const [copies, sites] = await Promise.all([selectCopies(ctx.pool, id, mostMembers * 3), ctx.ports.linkedSites(host)]);
  const ties = new Map<FindingId, Tie[]>();
  const add = (member: FindingId, tie: Tie) => ties.set(member, [...(ties.get(member) ?? []), tie]);
  for (const copy of copies) add(copy.id, tieOf(copy));
  const sayOf = new Map(sites.flatMap((site) => site.hosts.map((h) => [h, site.say] as const)));
  for (const on of await selectOnHosts(ctx.pool, id, [...sayOf.keys()], mostMembers + 1))
    add(on.id, { kind: "same-operator", say: sayOf.get(on.host) ?? "" });
  return ties;
}

async function readGroup(ctx: DeskContext, id: FindingId, me: LiveSession): Promise<GroupView> {
  const [ties, asker] = await Promise.all([readTies(ctx, id), askerOf(ctx, me)]);
  const ids = [...ties.keys()].slice(0, mostMembers);
  const rows = await selectQueue(ctx.pool, { status: "new", ids }, asker, { after: null, limit: mostMembers });
  const found = await selectForTriage(ctx.pool, [id, ...ids], now());
  const byId = new Map(found.map((f) => [f.id as string, f]));
  const contents = new Map((await selectContents(ctx.pool, [id, ...ids])).map((c) => [c.id as string, c]));
  const captureIds = found.map((f) => f.captureId);
  const viewed = await selectViewed(ctx.pool, me.login, captureIds, viewedSince());
  const order = new Map(ids.map((member, n) => [member as string, n]));
  const own = byId.get(id);
  const members = rows.map((row) => {
    const finding = queueRowView(row, asker);
    const member = byId.get(finding.id);
    return {
      finding,
      ties: ties.get(finding.id as FindingId) ?? [],
      seen: viewed.has(finding.captureId),
      mayFollow: own !== undefined && member !== undefined && mayFollow(member, own, contents),
    };
  });
  const place = (m: (typeof members)[number]) => order.get(m.finding.id) ?? mostMembers;
  return { members: members.toSorted((a, b) => place(a) - place(b)), capped: ties.size > mostMembers };
}

export function addGroupRoutes(app: TypedApp, ctx: DeskContext): void {
  app.get(
    "/api/findings/:id/group",
    { config: { access: "finding.read" }, schema: { params: Params, response: { 200: GroupView } } },
    async (request) => readGroup(ctx, request.params.id, sessionOf(request)),
  );

  app.post(
    "/api/findings/:id/group/decisions",
    {
      config: { access: "finding.decide" },
      schema: { params: Params, body: DecideGroup, response: { 200: BulkReply } },
    },
    async (request) => {
      const ids = [request.params.id, ...request.body.ids] as FindingId[];
      return decideMany(ctx, sessionOf(request), { ...request.body, ids });
    },
  );
}
