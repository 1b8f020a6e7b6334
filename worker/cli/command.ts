import type { Command } from "commander";
import { AppError, type ErrorCode } from "../../lib/core/errors";
import { visible } from "../../lib/core/visible";
import type { DatabaseRole } from "../../lib/postgres/prepare";
import { type Host, openHost } from "./context";

/** What a command has to say: for people, and for machines with --json. */
export interface Outcome {
  text: string;
  json: unknown;
  /** the answer is JSON for whoever asks: SARIF, a report's file */
  machine?: boolean;
  /** set when the answer itself is "no", as when a log does not verify */
  exitCode?: number;
}

/** 2 is a faulty command line or input, 3 a Countersign that can't be reached, 1 everything else that did not go through. */
const exitCodes: Partial<Record<ErrorCode, number>> = { InvalidInput: 2, Unavailable: 3 };

/**
 * An action on the running organisation with the rights of one database role. Use as `command.action(onHost("web", async (host, ...args) => …))`;
 * args are commander's: arguments, then options.
 */
export function onHost<A extends unknown[]>(role: DatabaseRole, run: (host: Host, ...args: A) => Promise<Outcome>) {
  return offline<A>(async (command, ...args) => {
    const host = await openHost(role, command.optsWithGlobals().organisation);
    try {
      return await run(host, ...args);
    } finally {
      await host.ctx.db.$disconnect();
    }
  });
}

/** An action that needs no running organisation. Prints its outcome, or one sentence on standard error. */
export function offline<A extends unknown[]>(run: (command: Command, ...args: A) => Promise<Outcome>) {
  return async (...given: unknown[]): Promise<void> => {
    // commander hands over arguments, options, and last the command itself
    const command = given.at(-1) as Command;
    const json = command.optsWithGlobals().json === true;
    try {
      const outcome = await run(command, ...(given.slice(0, -1) as A));
      process.stdout.write(`${json || outcome.machine ? JSON.stringify(outcome.json, null, 2) : visible(outcome.text)}\n`);
      process.exitCode = outcome.exitCode ?? 0;
    } catch (error) {
      const known = error instanceof AppError;
      const message = error instanceof Error ? error.message : String(error);
      if (json) process.stdout.write(`${JSON.stringify({ error: { code: known ? error.code : "Internal", message } }, null, 2)}\n`);
      else process.stderr.write(`${visible(message)}\n`);
      process.exitCode = known ? (exitCodes[error.code] ?? 1) : 1;
    }
  };
}
