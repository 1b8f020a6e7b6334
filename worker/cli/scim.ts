import { type Command, Option } from "commander";
import { appendAudit } from "../../lib/audit/append";
import { invalidInput } from "../../lib/core/errors";
import { ScimSettings, settingsFile, settingsText } from "../collector/scim/settings";
import { newToken, tokenFile } from "../collector/scim/token";
import { onHost } from "./command";

/** `countersign scim token | inactive`: lets a directory in, and says what its `active: false` means. As the collector, who serves SCIM. */
export function scimCommands(program: Command): void {
  const scim = program.command("scim").description("let a directory provision people over SCIM 2.0");

  scim
    .command("token")
    .description("make a new SCIM token and print it once; the one before stops working at once")
    .action(
      onHost("collector", async ({ ctx, running, writeInHome }) => {
        const { token, kept } = newToken(ctx.ids);
        const url = `${running.origins.collector}/scim/v2`;
        await ctx.db.$transaction(async (tx) => {
          await appendAudit(tx, ctx.actor, { action: "scim.token_made", subject: { type: "directory", id: "scim" } });
          await writeInHome("collector", tokenFile, kept);
        });
        return { json: { url, token }, text: `SCIM address: ${url}\nToken (shown once; Countersign keeps only its hash):\n${token}` };
      }),
    );

  scim
    .command("inactive")
    .description("say what active: false means from now on: departed (the default), or suspended where people get deactivated who come back")
    .addOption(new Option("--means <status>", "departed or suspended").choices(["departed", "suspended"]).makeOptionMandatory())
    .action(
      onHost("collector", async ({ ctx, writeInHome }, { means }: { means: string }) => {
        const settings = ScimSettings.safeParse({ inactiveMeans: means });
        if (!settings.success) throw invalidInput("--means must be departed or suspended.");
        await ctx.db.$transaction(async (tx) => {
          await appendAudit(tx, ctx.actor, { action: "scim.settings_changed", subject: { type: "directory", id: "scim" }, detail: settings.data });
          await writeInHome("collector", settingsFile, settingsText(settings.data));
        });
        return {
          json: settings.data,
          text: `From the next request on, active: false means ${settings.data.inactiveMeans}. People already recorded stay as they are.`,
        };
      }),
    );
}
