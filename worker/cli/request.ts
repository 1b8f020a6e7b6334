import type { Command } from "commander";
import { loadRequest } from "../../lib/approvals/load-request";
import { stopRequest } from "../../lib/approvals/stop-request";
import { authorize } from "../../lib/authorization/authorize";
import { invalidInput } from "../../lib/core/errors";
import { onHost } from "./command";
import { requestText } from "./text";

function numberOf(subject: string): number {
  const number = /^R-?(\d+)$/i.exec(subject)?.[1];
  if (!number) throw invalidInput("Name the request as R-12.");
  return Number(number);
}

/** `countersign request …`: look at a request and stop it, on the executor's host, without web. As the database role executor. */
export function requestCommands(program: Command): void {
  const request = program.command("request").description("look at a request, and stop it, without the web pages");
  request
    .command("show <request>")
    .description("show a request in words, and who has signed it")
    .action(
      onHost("executor", async ({ ctx }, subject: string) => {
        authorize(ctx.actor, "request.read");
        const found = await loadRequest(ctx.db, { number: numberOf(subject) });
        return { json: found, text: requestText(found, ctx.clock.now()) };
      }),
    );
  request
    .command("stop <request>")
    .description("stop a request for good: the executor starts nothing more on it")
    .requiredOption("--reason <text>", "why, for the audit log and the requester")
    .action(
      onHost("executor", async ({ ctx }, subject: string, { reason }: { reason: string }) => {
        const number = numberOf(subject);
        const { acting } = await stopRequest(ctx, { number, reason });
        const late = acting > 0 ? ` For ${acting} of its tokens the vendor was asked already; that can't be called back.` : "";
        return { json: { request: number, stopped: true, acting }, text: `R-${number} is stopped for good.${late}` };
      }),
    );
}
