import type { ChildProcess } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { RunAs } from "../../../lib/processes/spawn-guarded";
import { Child } from "../child";
import { throwIfHopeless } from "../readiness";
import { DemoLine, type DemoOrders, type World } from "./messages";

const root = fileURLToPath(new URL("../../../", import.meta.url));

export interface Demo {
  child: Child;
  /** resolves once the outside world stands; throws PlainError when its process keeps crashing */
  world(): Promise<World>;
}

export interface DemoOptions {
  runAs?: RunAs;
  logFile: string;
  /** one line for the terminal, about the process */
  say: (line: string) => void;
  /** one line about how far its set-up is */
  progress: (line: string) => void;
}

/** Starts demo/main.mjs, kept running like every other process: each new one is told the same orders. */
export function startDemo(orders: DemoOrders, { progress, ...options }: DemoOptions): Demo {
  let arrived: World | null = null;
  const child = new Child({
    ...options,
    name: "demo",
    args: [path.join(root, "demo/main.mjs")],
    cwd: path.join(root, "demo"),
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: orders.home, TZ: "UTC" },
    onStart(process: ChildProcess) {
      process.stdin?.write(`${JSON.stringify(orders)}\n`);
      if (!process.stdout) return;
      createInterface({ input: process.stdout }).on("line", (text) => {
        const line = DemoLine.safeParse(read(text));
        if (!line.success) return;
        if ("ready" in line.data) arrived = line.data.ready;
        else progress(line.data.say);
      });
    },
  });
  child.start();
  return {
    child,
    async world() {
      for (;;) {
        if (arrived) return arrived;
        throwIfHopeless(child);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    },
  };
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
