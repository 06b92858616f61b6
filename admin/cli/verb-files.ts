// Promises every verb of the command and where it is written; a call loads the one that it names, so that it starts at once.
import type { Command } from "commander";
import type { VerbContext } from "./main.ts";

type AddVerb = (program: Command, context: VerbContext) => void;

interface VerbFile {
  names: readonly string[];
  load: () => Promise<AddVerb>;
}

/** In the order of the help. */
export const verbFiles: readonly VerbFile[] = [
  { names: ["doctor"], load: async () => (await import("./verbs/doctor.ts")).addDoctorVerb },
  { names: ["watch"], load: async () => (await import("./verbs/watch.ts")).addWatchVerbs },
  { names: ["scan"], load: async () => (await import("./verbs/scan.ts")).addScanVerb },
  { names: ["capture"], load: async () => (await import("./verbs/capture.ts")).addCaptureVerb },
  { names: ["verify"], load: async () => (await import("./verbs/verify.ts")).addVerifyVerb },
  { names: ["detect"], load: async () => (await import("./verbs/detect.ts")).addDetectVerb },
  { names: ["lookalike"], load: async () => (await import("./verbs/lookalike.ts")).addLookalikeVerb },
  { names: ["findings", "finding", "decide"], load: async () => (await import("./verbs/findings.ts")).addFindingVerbs },
  { names: ["package", "handover"], load: async () => (await import("./verbs/package.ts")).addPackageVerbs },
  { names: ["case"], load: async () => (await import("./verbs/case.ts")).addCaseVerb },
  { names: ["register", "brands"], load: async () => (await import("./verbs/knowledge.ts")).addKnowledgeVerbs },
  { names: ["rule"], load: async () => (await import("./verbs/rule.ts")).addRuleVerb },
  { names: ["label"], load: async () => (await import("./verbs/label.ts")).addLabelVerb },
  { names: ["press", "denial"], load: async () => (await import("./verbs/texts.ts")).addTextVerbs },
  { names: ["operators"], load: async () => (await import("./verbs/operators.ts")).addOperatorsVerb },
  { names: ["office"], load: async () => (await import("./verbs/office.ts")).addOfficeVerb },
  { names: ["ledger"], load: async () => (await import("./verbs/ledger.ts")).addLedgerVerb },
  { names: ["witness"], load: async () => (await import("./verbs/witness.ts")).addWitnessVerb },
  { names: ["stamp"], load: async () => (await import("./verbs/stamp.ts")).addStampVerb },
  { names: ["hold", "quarantine", "retention"], load: async () => (await import("./verbs/keep.ts")).addKeepVerbs },
  { names: ["destroy"], load: async () => (await import("./verbs/destroy.ts")).addDestroyVerb },
  { names: ["key"], load: async () => (await import("./verbs/key.ts")).addKeyVerb },
  { names: ["scrub", "backup", "restore"], load: async () => (await import("./verbs/backup.ts")).addBackupVerbs },
  { names: ["start", "serve", "work"], load: async () => (await import("./verbs/services.ts")).addServiceVerbs },
  { names: ["demo"], load: async () => (await import("./verbs/demo.ts")).addDemoVerb },
];

/** The verbs that these arguments can mean: the one they name, or all of them where they name none that is known. */
export function loadVerbs(args: readonly string[]): Promise<AddVerb[]> {
  const named = verbFiles.filter((file) => file.names.includes(args[0] ?? ""));
  return Promise.all((named.length > 0 ? named : verbFiles).map((file) => file.load()));
}
