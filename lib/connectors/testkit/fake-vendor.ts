import { type ChildProcess, spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import type { MisbehaviourInput } from "./vendor/misbehaviour";
import { vendorServer } from "./vendor/server";
import type { LedgerEntry, NewAccount, NewToken, SeenRequest, VendorAccount, VendorToken } from "./vendor/state";

/** A running fake vendor, in this process or another: a real HTTP server that does wrong when told to, and writes down what really happened. */
export class FakeVendor {
  private constructor(
    readonly origin: string,
    /** opens the vendor's management API */
    readonly managementKey: string,
    /** a credential that always opens the door, for the control in between */
    readonly controlSecret: string,
    private readonly stop: () => Promise<void>,
    /** set when it runs as a process of its own */
    readonly child: ChildProcess | null,
  ) {}

  /** Starts in this process. */
  static async start(port = 0): Promise<FakeVendor> {
    const server = vendorServer();
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
    return FakeVendor.at(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, null, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
  }

  /** Starts as a child process, which ends when this process does (its standard input closes), however it does. */
  static async spawn(port = 0): Promise<FakeVendor> {
    const file = fileURLToPath(new URL("vendor/main.ts", import.meta.url));
    const child = spawn(process.execPath, ["--import", "tsx", file, String(port)], { stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const origin = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once("line", resolve);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`the fake vendor ended with ${code}`)));
    });
    return FakeVendor.at(origin, child, async () => {
      child.stdin.end();
      await ended;
    });
  }

  private static async at(origin: string, child: ChildProcess | null, stop: () => Promise<void>): Promise<FakeVendor> {
    const keys = (await (await fetch(`${origin}/__control/keys`)).json()) as { managementKey: string; controlSecret: string };
    return new FakeVendor(origin, keys.managementKey, keys.controlSecret, stop, child);
  }

  close(): Promise<void> {
    return this.stop();
  }

  async addTokens(tokens: z.input<typeof NewToken>[]): Promise<VendorToken[]> {
    return (await this.control("tokens", tokens)) as VendorToken[];
  }
  async addToken(token: z.input<typeof NewToken> = {}): Promise<VendorToken> {
    const [made] = await this.addTokens([token]);
    if (!made) throw new Error("the fake vendor made no token");
    return made;
  }
  async addAccounts(accounts: z.input<typeof NewAccount>[]): Promise<VendorAccount[]> {
    return (await this.control("accounts", accounts)) as VendorAccount[];
  }
  /** Somebody else kills the token, past us. */
  async kill(id: string, effect: "dead" | "disabled" = "dead"): Promise<void> {
    await this.control("kill", { id, effect });
  }
  /** From now on it does this; nothing given = it behaves. */
  async misbehave(...list: MisbehaviourInput[]): Promise<void> {
    await this.control("misbehave", list);
  }
  /** Every change it was asked for, and what came of it. */
  async ledger(): Promise<LedgerEntry[]> {
    return (await this.control("ledger")) as LedgerEntry[];
  }
  /** Every request, and whose credential it carried. */
  async requests(): Promise<SeenRequest[]> {
    return (await this.control("requests")) as SeenRequest[];
  }
  /** The tokens as they really are, without their secrets. */
  async state(): Promise<Omit<VendorToken, "secret">[]> {
    return (await this.control("state")) as Omit<VendorToken, "secret">[];
  }

  private async control(command: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.origin}/__control/${command}`, body === undefined ? {} : { method: "POST", body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`the fake vendor refused ${command}: ${await answer.text()}`);
    return answer.json();
  }
}
