// Promises a case in the words of documents: subject, identifiers, outcomes, requests and steps, "chưa xác định" included.
import { categoryLabels } from "#core/nouns/category.ts";
import type { Office } from "#core/nouns/office.ts";
import type { CaseState } from "#core/nouns/case.ts";
import type { CaseWhole } from "#core/records/case-whole.ts";
import type { Facts } from "#evidence/dossier/fact-tree.ts";
import {
  confidenceWords,
  identifierWords,
  outcomeWords,
  sourceWords,
  stateWords,
  subjectWords,
  takedownWords,
} from "#evidence/dossier/case-words.ts";

/** Under the names of `fact-catalogue.ts`. */
export function caseFacts(whole: CaseWhole, office: Office): Facts {
  const { file } = whole;
  const state = (code: CaseState) => office.stateNames[code] || stateWords[code];
  return {
    ho_so: {
      so: file.number,
      ten: file.title,
      loai: categoryLabels[file.category],
      nguon: sourceWords[file.source],
      tom_tat: file.summary,
      dia_ban: file.area,
      ngay_hanh_vi: file.conductOn ?? "",
      phat_hien_luc: file.detectedAt.toISOString(),
      mo_luc: file.createdAt.toISOString(),
      trang_thai: state(file.state),
    },
    doi_tuong: whole.subjects.map((s): Facts => {
      const name = s.name || "chưa xác định";
      return { loai: subjectWords[s.kind], ten: name, dia_chi: s.address, do_tin_cay: confidenceWords[s.confidence] };
    }),
    dinh_danh: whole.identifiers.map((i): Facts => {
      const origin = i.origin || (i.captureId ? `bản chụp ${i.captureId}` : "");
      return {
        loai: identifierWords[i.kind],
        gia_tri: i.value,
        do_tin_cay: confidenceWords[i.confidence],
        nguon: origin,
      };
    }),
    ket_qua: whole.outcomes.flatMap((o): Facts[] => {
      if (o.withdrawnAt !== null) return [];
      const amount = o.amountVnd === null ? "" : String(o.amountVnd);
      return [
        { loai: outcomeWords[o.kind], so: o.decisionNumber, ngay: o.decidedOn, noi_dung: o.text, so_tien: amount },
      ];
    }),
    go_bo: whole.takedowns.map((t): Facts => {
      const [at, due] = [t.requestedAt.toISOString(), t.dueAt?.toISOString() ?? ""];
      return { dia_chi: t.url, noi_nhan: t.addressee, luc: at, han: due, tinh_trang: takedownWords[t.state] };
    }),
    buoc: whole.steps.map((s): Facts => {
      const [from, to] = [state(s.fromState), state(s.toState)];
      return { luc: s.at.toISOString(), tu: from, den: to, nguoi: s.actorName, ly_do: s.reason };
    }),
  };
}
