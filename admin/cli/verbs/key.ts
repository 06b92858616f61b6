// Promises `key`: the register of signing keys, the fingerprint for the printed record, and rotation.
import type { Command } from "commander";
import { selectSigningKeys } from "#core/records/signing-key.ts";
import { openKeyring } from "#evidence/seal/keyring.ts";
import { registerKeys, rotateSigningKey } from "#workers/keeping/signing-keys.ts";
import { withKeeper } from "../keeper-verb.ts";
import type { VerbContext } from "../main.ts";
import { note, printJson, printLine, printTable, say } from "../terminal.ts";
import { readUserName } from "../user-name.ts";

export function addKeyVerb(program: Command, context: VerbContext): void {
  const key = program.command("key").description(say("khóa niêm phong", "the signing key"));
  key
    .command("print", { isDefault: true })
    .description(say("khóa đang dùng: dấu vân tay và khóa công khai", "the key in use: fingerprint and public key"))
    .option(
      "--all",
      say("kèm khóa cũ, để kiểm tra gói cũ bằng --trust", "earlier keys too, to check old packages with --trust"),
    )
    .action(async ({ all }: { all?: boolean }) => {
      const keyring = await openKeyring(context.config().dataDir);
      note(`${say("Dấu vân tay", "Fingerprint")}: ${keyring.fingerprint.replace(/(.{8})(?=.)/g, "$1 ")}`);
      for (const pem of [keyring.publicPem, ...(all ? keyring.earlierPems : [])]) printLine(pem.trimEnd());
    });
  key
    .command("list")
    .description(say("sổ khóa: khóa nào ký từ khi nào đến khi nào", "the register: which key signed from when to when"))
    .option("--json")
    .action(({ json }: { json?: boolean }) =>
      withKeeper(context, async ({ pool, config }) => {
        await registerKeys(pool, await openKeyring(config.dataDir));
        const keys = await selectSigningKeys(pool);
        if (json) return keys.forEach(printJson);
        printTable(
          [say("dấu vân tay", "fingerprint"), say("từ", "from"), say("đến", "to"), say("lý do", "reason")],
          keys.map((k) => [k.fingerprint, k.createdAt.toISOString(), k.retiredAt?.toISOString() ?? "", k.reason ?? ""]),
        );
      }),
    );
  key
    .command("rotate")
    .description(say("thay khóa niêm phong", "makes a new signing key"))
    .requiredOption("--reason <text>", say("lý do", "the reason"))
    .option("--by <name>", say("người thay", "who does it"), readUserName())
    .action(({ reason, by: actor }: { reason: string; by: string }) =>
      withKeeper(context, async ({ pool, config }) => {
        const { after } = await rotateSigningKey(pool, config.dataDir, { actor, reason });
        printLine(after.fingerprint);
        note(
          say(
            `Khóa mới ở ${after.publicPemFile}. Sao lưu ngay: vonggac backup --out THƯ-MỤC --with-keys; in lại dấu vân tay vào mẫu biên bản.`,
            `New key at ${after.publicPemFile}. Back up now: vonggac backup --out FOLDER --with-keys; print the new fingerprint on the forms.`,
          ),
        );
      }),
    );
}
