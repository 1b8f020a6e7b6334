import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { type RunAs, spawnGuarded } from "../../lib/processes/spawn-guarded";
import { lastSentence } from "./last-sentence";

export interface ChildOptions {
  name: string;
  /** arguments of node */
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  runAs?: RunAs;
  /** absolute path of its log; appended to */
  logFile: string;
  /** gets each new process, its standard input and output open as pipes; without it standard output goes to the log */
  onStart?: (child: ChildProcess) => void;
  /** one line for the terminal */
  say: (line: string) => void;
}

/** Pause before a restart: 1 s, doubled up to 30 s; a process that lived for a minute starts anew at 1 s. */
const firstPause = 1_000;
const longestPause = 30_000;
const livedLong = 60_000;
/** A process told to end has its own 10 s for work in flight. */
const endsWithinMilliseconds = 12_000;

/** A process that is kept running: a crash restarts it after a pause. */
export class Child {
  /** crashes since the last long life */
  crashes = 0;
  private process: ChildProcess | null = null;
  private pause: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(readonly options: ChildOptions) {}

  start(): void {
    const { args, env, cwd, runAs, logFile, onStart } = this.options;
    const log = openSync(logFile, "a", 0o600);
    const startedAt = Date.now();
    const child = spawnGuarded(process.execPath, args, { env, cwd, runAs, stdout: onStart ? "pipe" : log, stderr: log, watchesInput: true });
    closeSync(log);
    this.process = child;
    // The pipe breaks when the process ends first; its end is handled below.
    child.stdin?.on("error", () => undefined);
    let over = false;
    const end = (how: string) => {
      if (over) return;
      over = true;
      this.process = null;
      if (!this.stopped) this.restartAfter(how, Date.now() - startedAt);
    };
    child.on("exit", (code, signal) => end(signal ? `was ended by ${signal}` : `ended with code ${code}`));
    child.on("error", (error) => end(`can't be started (${error.message})`));
    onStart?.(child);
  }

  /** The last sentence it logged, for the one line that tells of a crash. */
  lastWords(): string {
    return lastSentence(readFileSync(this.options.logFile, "utf8"));
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Asks it to end, and makes it end when it takes too long. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.pause) clearTimeout(this.pause);
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    const hard = setTimeout(() => child.kill("SIGKILL"), endsWithinMilliseconds);
    await ended;
    clearTimeout(hard);
  }

  private restartAfter(how: string, lived: number): void {
    this.crashes = lived > livedLong ? 1 : this.crashes + 1;
    const pause = Math.min(firstPause * 2 ** (this.crashes - 1), longestPause);
    this.options.say(`${this.options.name} ${how}: ${this.lastWords()} It starts again in ${pause / 1000} s.`);
    this.pause = setTimeout(() => this.start(), pause);
  }
}
