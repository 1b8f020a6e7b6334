import { type Command, Option } from "commander";
import type { z } from "zod";
import { roles } from "../../lib/domain/roles";
import { type InvitePersonInput, invitePerson } from "../../lib/sign-in/invite-person";
import { onHost } from "./command";

interface InviteOptions {
  email?: string;
  user?: string;
  role?: z.input<typeof InvitePersonInput>["roles"];
}

/** `countersign admin …`: what the first administrator needs before anybody can sign in. As the owner, since web may not write people. */
export function adminCommands(program: Command): void {
  const admin = program.command("admin").description("let people in from the host");
  admin
    .command("invite")
    .description("print a one-time sign-in link, good for 24 hours; adds the person when the directory has none")
    .option("--email <address>", "the person's e-mail address")
    .option("--user <name>", "the person's user name")
    .addOption(new Option("--role <roles...>", "roles to grant as well").choices(roles))
    .action(
      onHost("owner", async ({ ctx, running }, options: InviteOptions) => {
        const invited = await invitePerson(ctx, { email: options.email, userName: options.user, roles: options.role, origin: running.origins.web });
        const who = invited.created ? `${invited.displayName} was added.` : `${invited.displayName} was known already.`;
        return { json: invited, text: `${who} One-time sign-in link, good until ${invited.expiresAt.toISOString()}:\n${invited.link}` };
      }),
    );
}
