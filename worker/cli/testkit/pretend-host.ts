import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, Readable } from "node:stream";
import { Command } from "commander";
import { processIdentity } from "../../../lib/processes/process-identity";
import type { TestDatabase } from "../../../lib/testkit/database";
import { writeRunning } from "../../supervisor/running";
import { adminCommands } from "../admin";
import { connectorCommands } from "../connector";
import { credentialCommands } from "../credential";
import { importCommands } from "../import";
import { keyCommands } from "../key";
import { requestCommands } from "../request";
import { scanCommand } from "../scan";
import { signCommand } from "../sign";
import { statusCommand } from "../status";
import { trustCommands } from "../trust";

export interface Said {
  code: number;
  out: string;
  err: string;
}

/** A host on which this test file's database counts as the running organisation, and the real command line on it. */
export async function pretendHost(database: TestDatabase, deployment: string, signerOrigin = "http://localhost:3001") {
  const data = await mkdtemp(path.join(tmpdir(), "countersign-cli-"));
  const folder = path.join(data, "main");
  for (const name of ["supervisor", "web", "signer", "collector", "executor"]) await mkdir(path.join(folder, name), { recursive: true, mode: 0o700 });
  const url = database.url;
  await writeRunning(folder, {
    ...{ pid: process.pid, identity: (await processIdentity(process.pid)) ?? "", deployment, sample: false, walls: "database_only" },
    origins: { web: "http://localhost:3000", signer: signerOrigin, collector: "http://localhost:3002" },
    urls: { owner: url("owner"), web: url("web"), signer: url("signer"), collector: url("collector"), executor: url("executor") },
  });
  return {
    folder,
    /** a path inside the host's own scratch folder */
    file: (name: string) => path.join(data, name),
    countersign: (...words: string[]): Promise<Said> => run(data, words),
    /** the same with something on standard input */
    piped: (input: string | Uint8Array, ...words: string[]): Promise<Said> => run(data, words, { input: Readable.from([Buffer.from(input)]) }),
    /** the same on a terminal, where somebody answers each question in turn */
    typed: (answers: string[], ...words: string[]): Promise<Said> => {
      const input = Object.assign(new PassThrough(), { isTTY: true });
      // Questions end with a colon and a blank; an answer is typed once its question stands there.
      return run(data, words, { input, heard: (text) => void (text.endsWith(": ") && setImmediate(() => input.write(`${answers.shift() ?? ""}\r`))) });
    },
  };
}

const commands = [
  adminCommands,
  connectorCommands,
  credentialCommands,
  importCommands,
  keyCommands,
  requestCommands,
  scanCommand,
  signCommand,
  statusCommand,
  trustCommands,
];

/** The commands themselves in this very process: a process each would take seconds. Without a terminal, as in a script. */
async function run(data: string, words: string[], terminal: Terminal = {}): Promise<Said> {
  const program = new Command("countersign").option("--json").option("--organisation <which>").exitOverride();
  for (const add of commands) add(program);
  const said = { out: "", err: "" };
  const restore = [
    catchWrites("stdout", (text) => {
      said.out += text;
    }),
    catchWrites("stderr", (text) => {
      said.err += text;
      terminal.heard?.(text);
    }),
    ...(terminal.input ? [standInput(terminal.input)] : []),
  ];
  const before = process.env.COUNTERSIGN_DATA;
  process.env.COUNTERSIGN_DATA = data;
  try {
    await program.parseAsync(words.includes("--json") ? ["--json", ...words.filter((word) => word !== "--json")] : words, { from: "user" });
    return { code: Number(process.exitCode ?? 0), ...said };
  } finally {
    process.exitCode = undefined;
    if (before === undefined) Reflect.deleteProperty(process.env, "COUNTERSIGN_DATA");
    else process.env.COUNTERSIGN_DATA = before;
    for (const give of restore) give();
  }
}

interface Terminal {
  input?: Readable;
  /** what the command said on standard error */
  heard?: (text: string) => void;
}

function standInput(input: Readable): () => void {
  const before = Object.getOwnPropertyDescriptor(process, "stdin") as PropertyDescriptor;
  Object.defineProperty(process, "stdin", { value: input, configurable: true });
  return () => void Object.defineProperty(process, "stdin", before);
}

function catchWrites(name: "stdout" | "stderr", said: (text: string) => void): () => void {
  const stream = process[name];
  const write = stream.write;
  stream.write = (text: string | Uint8Array) => {
    said(String(text));
    return true;
  };
  return () => {
    stream.write = write;
  };
}
