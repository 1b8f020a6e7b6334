import { type Command, Option } from "commander";
import { createApiToken } from "../../lib/api-tokens/create-api-token";
import { listApiTokens } from "../../lib/api-tokens/queries";
import { revokeApiToken } from "../../lib/api-tokens/revoke-api-token";
import { formatDate } from "../../lib/core/format";
import { type ApiScope, apiScopes } from "../../lib/domain/api-scopes";
import { onHost } from "./command";
import { findPerson } from "./find-person";
import { visible } from "./text";

interface CreateOptions {
  person: string;
  name: string;
  scope: ApiScope[];
  days: string;
}

/** `countersign api-token …`: the product's own API tokens, from the host. As the database role web. */
export function apiTokenCommands(program: Command): void {
  const apiToken = program.command("api-token").description("make, list and revoke tokens of the REST API");
  apiToken
    .command("create")
    .description("make an API token that speaks for a person, and print it once")
    .requiredOption("--person <who>", "e-mail address, user name or id")
    .requiredOption("--name <text>", "what it is for")
    .addOption(new Option("--scope <scopes...>", "what it may do").choices(apiScopes).makeOptionMandatory())
    .option("--days <n>", "how long it lives, at most 365", "90")
    .action(
      onHost("web", async ({ ctx, running }, { person, name, scope, days }: CreateOptions) => {
        const who = await findPerson(ctx.db, person);
        const made = await createApiToken(ctx, { person: who.id, name, scopes: scope, days }, running.origins.web);
        return {
          json: made,
          text: `It speaks for ${who.displayName} until ${made.expiresAt.toISOString()}. Shown once; only its hash is kept:\n${made.token}`,
        };
      }),
    );
  apiToken
    .command("list")
    .description("list API tokens, those that work first")
    .action(
      onHost("web", async ({ ctx }) => {
        const tokens = await listApiTokens(ctx);
        const lines = tokens.map(({ id, name, hint, owner, state, expiresAt, scopes }) =>
          [id, hint, state, `until ${formatDate(expiresAt)}`, visible(owner.name), scopes.join(","), visible(name)].join("  "),
        );
        return { json: tokens, text: lines.join("\n") || "There is no API token." };
      }),
    );
  apiToken
    .command("revoke <id>")
    .description("end an API token at once")
    .action(
      onHost("web", async ({ ctx }, id: string) => {
        await revokeApiToken(ctx, { id });
        return { json: { id, revoked: true }, text: "It is refused from now on." };
      }),
    );
}
