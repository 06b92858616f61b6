// Promises what may happen next in a case, for one person, with the reason why each other step is not open.
import { AppError } from "#core/errors.ts";
import type { CaseState } from "#core/nouns/case.ts";
import { type Unopened, selectCaseFindings, selectUnopened } from "#core/records/case-exhibit.ts";
import { type CaseRow, selectCase } from "#core/records/case-file.ts";
import { selectStepFacts, selectTransitions } from "#core/records/case-step.ts";
import type { Db } from "#core/db/sql.ts";
import type { CaseId } from "#core/id.ts";
import type { LiveSession } from "#core/records/session.ts";
import type { NextStep, StepBlock } from "../api/cases.ts";

type Who = Pick<LiveSession, "personId" | "login" | "role">;

export interface Standing {
  nextSteps: NextStep[];
  unopened: Unopened[];
}

/** Where a proposal and its approval need more than the table says: every finding decided, every exhibit looked at. */
function blocksOf(to: CaseState, facts: { undecided: boolean; unopened: boolean }): StepBlock[] {
  if (to === "proposed" && facts.undecided) return ["undecided"];
  return to === "approved" && facts.unopened ? ["unopened"] : [];
}

/** All steps that the table lets follow, in its order; one without blocks is open. */
export async function findNextSteps(db: Db, file: Pick<CaseRow, "id" | "state">, me: Who): Promise<Standing> {
  const [transitions, facts, unopened, findings] = [
    await selectTransitions(db, file.state),
    await selectStepFacts(db, file.id, me.personId),
    await selectUnopened(db, file.id, me.login),
    await selectCaseFindings(db, file.id),
  ];
  const undecided = findings.some((row) => row.detachedAt === null && row.status !== "confirmed");
  const nextSteps = transitions.map(({ toState, roles, needs }): NextStep => {
    const blocks: StepBlock[] = roles.includes(me.role) ? [] : ["role"];
    if (needs.includes("other-person") && facts.hasHand) blocks.push("four-eyes");
    if (needs.includes("exhibit") && !facts.hasExhibit) blocks.push("exhibit");
    if (needs.includes("package") && !facts.hasPackage) blocks.push("package");
    blocks.push(...blocksOf(toState, { undecided, unopened: unopened.length > 0 }));
    return { to: toState, roles, blocks };
  });
  return { nextSteps, unopened };
}

const says: Record<StepBlock, string> = {
  role: "Vai trò của anh/chị không được thực hiện bước này.",
  "four-eyes":
    "Người lập, sửa hoặc đề xuất hồ sơ không được phê duyệt hồ sơ đó. Đề nghị người có quyền phê duyệt khác xem và duyệt.",
  exhibit: "Hồ sơ chưa có chứng cứ nào. Đưa ít nhất một bản chụp đã niêm phong vào hồ sơ.",
  package: "Hồ sơ chưa có gói niêm phong. Niêm phong gói hồ sơ trước khi chuyển.",
  unopened: "Còn chứng cứ chưa được mở xem. Mở xem từng chứng cứ rồi mới phê duyệt.",
  undecided: "Còn phát hiện chưa được xác nhận. Quyết định từng phát hiện, hoặc tách khỏi hồ sơ, rồi mới đề xuất.",
};

/** Throws `conflict` where the table knows no such step from here, and what stands against an existing one, in the person's words. */
export async function checkStep(db: Db, id: CaseId, to: CaseState, me: Who): Promise<void> {
  const file = await selectCase(db, id);
  const { nextSteps, unopened } = await findNextSteps(db, file, me);
  const step = nextSteps.find((one) => one.to === to);
  if (!step)
    throw new AppError("conflict", {
      detail: `no step leads from ${file.state} to ${to}`,
      cure: "Hồ sơ đã sang trạng thái khác. Tải lại hồ sơ và xem các bước được phép.",
    });
  const [first] = step.blocks;
  if (!first) return;
  const missing = first === "unopened" ? ` (${unopened.map((e) => `chứng cứ ${e.position}`).join(", ")})` : "";
  throw new AppError(first === "role" || first === "four-eyes" ? "auth.denied" : "conflict", {
    detail: `${file.state} to ${to} is not open: ${step.blocks.join(", ")}`,
    cure: says[first] + missing,
    facts: { block: first },
  });
}
