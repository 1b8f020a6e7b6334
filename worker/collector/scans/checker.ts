import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Checked } from "../../../lib/connectors/contract";
import { sealText } from "../../../lib/credentials/seal";
import { programArgs, programEnv } from "../../../lib/processes/program";
import { spawnGuarded } from "../../../lib/processes/spawn-guarded";
import { CheckAnswer, type CheckTask } from "../../checker/task";

/** A checker process at work. */
export interface OpenChecker {
  readonly pid: number;
  check(task: CheckTask): Promise<Checked>;
  close(): void;
}

/** No vendor is asked more often: a scan that finds a thousand secrets is no reason to flood it. */
const restMilliseconds = 500;

/**
 * Starts a checker: a child with an empty environment, which knows no database and no credential. A task is sealed to the key that it made for
 * itself, tried once, and forgotten. Throws where it does not start; a checker that dies makes the answers unknown.
 */
export async function openChecker(): Promise<OpenChecker> {
  const child = spawnGuarded(process.execPath, programArgs("checker"), {
    env: { NODE_ENV: "production", PATH: process.env.PATH, ...programEnv },
    stdout: "pipe",
    stderr: "ignore",
  });
  const lines = createInterface({ input: child.stdout as NonNullable<ChildProcess["stdout"]> })[Symbol.asyncIterator]();
  child.stdin?.on("error", () => {});
  const first = await lines.next();
  if (first.done) throw new Error("The checker process ended before it was ready.");
  const recipient = first.value;
  let turn = Promise.resolve();
  return {
    pid: child.pid as number,
    check(task) {
      const answered = turn.then(async () => {
        child.stdin?.write(`${JSON.stringify(await sealText(recipient, JSON.stringify(task)))}\n`);
        const answer = await lines.next();
        if (answer.done) return { validity: "unknown", status: null, evidence: "The checker process ended." } as const;
        return CheckAnswer.parse(JSON.parse(answer.value));
      });
      turn = answered.then(pause, pause);
      return answered;
    },
    close: () => void child.stdin?.end(),
  };
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, restMilliseconds));
