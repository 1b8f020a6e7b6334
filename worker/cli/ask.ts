import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { invalidInput } from "../../lib/core/errors";
import { visible } from "../../lib/core/visible";

/** Asks one question on the terminal; the question goes to standard error, so that output can be piped. Throws InvalidInput without a terminal. */
export async function ask(question: string, instead: string): Promise<string> {
  if (!process.stdin.isTTY) throw invalidInput(`There is no terminal to ask on. ${instead}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(visible(question))).trim();
  } finally {
    terminal.close();
  }
}

/** The same without showing what is typed. */
export async function askHidden(question: string, instead: string): Promise<string> {
  if (!process.stdin.isTTY) throw invalidInput(`There is no terminal to ask on. ${instead}`);
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
