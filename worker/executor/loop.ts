import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { readPrivateFile } from "../../lib/credentials/private-file";
import type { TrustView } from "../../lib/trust/chain";
import type { Authority } from "./authorise";
import { refuseWhileBarred } from "./barred";
import { markClock } from "./clock-mark";
import { considerRequest } from "./consider";
import { readTrustRoot } from "./home";
import { latchAnswers } from "./latches";
import type { Channel } from "./notices/channels";
import { deliverNotices } from "./notices/deliver";
import { settleRequest } from "./outcomes";
import type { Parts } from "./parts";
import { dropOldMaterial } from "./probe-material";
import { executionsDue, type RequestToConsider, requestsOver, requestsToConsider, requestsUnseen } from "./requests-to-consider";
import { RootShown } from "./show-root";
import { sightRequest } from "./sight-request";
import type { ExecutorState } from "./state";
import { step } from "./step";
import { Work } from "./work";

interface LoopOptions {
  channels: readonly Channel[];
  origin: string;
  pollMilliseconds: number;
}

/** Work at once, of each kind: a vendor that hangs while a death is proven must not hold up an act. */
const mostAtOnce = 16;
/** how long after a vendor gave no answer a waiting request is looked at again */
const retryMilliseconds = 5_000;
/** notices and clean-up */
const houseworkMilliseconds = 5_000;

/** Finds what is due and hands it to the steps. Holds nothing that a restart would miss. */
export class Loop {
  /** request → what it looked like when it was last considered */
  private readonly considered = new Map<string, { key: string; retryAt: number }>();
  private readonly acting = new Work(mostAtOnce);
  private readonly proving = new Work(mostAtOnce);
  /** A mail server that takes a connection and says nothing must not hold up an act either. */
  private readonly keeping = new Work(1);
  private readonly rootShown = new RootShown();
  private houseworkAt = 0;

  constructor(
    private readonly parts: Parts,
    private readonly options: LoopOptions,
  ) {}

  async run(signal: AbortSignal): Promise<void> {
    const { log } = this.parts.ctx;
    while (!signal.aborted) {
      await this.tick(false).catch((error: unknown) => log.error({ err: error }, "the executor's round failed; it goes on"));
      await pause(this.options.pollMilliseconds, undefined, { signal }).catch(() => undefined);
    }
    await Promise.all([this.acting.settled(), this.proving.settled()]);
  }

  /** One round. With `wait`, also everything it started. */
  async tick(wait: boolean): Promise<void> {
    const { parts } = this;
    const state = await this.state();
    const trust = state.kind === "barred" ? null : await parts.trust.view(state.root);
    await latchAnswers(parts);
    for (const id of await requestsUnseen(parts.ctx)) {
      await parts.notices.toSign(parts.ctx.db, id);
      await sightRequest(parts, id);
    }
    const requests = await requestsToConsider(parts.ctx);
    this.forgetAllBut(new Set(requests.map(({ id }) => id)));
    for (const request of requests) this.consider(state, trust, request);
    for (const { id, status } of await executionsDue(parts.ctx)) this.step(state, id, status === "proving" ? this.proving : this.acting);
    while (wait && this.acting.busy + this.proving.busy > 0) await Promise.all([this.acting.settled(), this.proving.settled()]);
    // After the signed ones were looked at: a request whose time ran out with enough signatures is refused by name.
    for (const id of await requestsOver(parts.ctx))
      if (!this.acting.has(id)) await parts.ctx.db.$transaction((tx) => settleRequest(tx, parts, id, "expired", null));
    this.begin(this.keeping, "housework", () => this.housework(trust));
    if (wait) await this.keeping.settled();
  }

  private async state(): Promise<ExecutorState> {
    const { ctx, journal, home, deployment, checks } = this.parts;
    await journal.refresh();
    if (!(await markClock(ctx, journal)) && checks.single.has("the clock was not set back"))
      return { kind: "barred", refusal: "clock_set_back", reason: "the clock is behind a time already seen" };
    const reading = await readTrustRoot(home, checks.single.has("the trust root is the executor's alone") ? readPrivateFile : (file) => readFile(file, "utf8"));
    if ("refusal" in reading) return { kind: "barred", ...reading };
    if (reading.root.deployment !== deployment) return { kind: "barred", refusal: "walls_down", reason: "trust-root.json belongs to another deployment" };
    await this.rootShown.show(this.parts, reading.root);
    const broken = await this.parts.logBroken();
    if (broken !== null) return { kind: "proving_only", root: reading.root, refusal: "log_broken", reason: broken };
    return { kind: "ready", root: reading.root };
  }

  /** Looks at a request again when its answers, what is trusted, or the executor's own state changed, or a vendor gave no answer. */
  private consider(state: ExecutorState, trust: TrustView | null, request: RequestToConsider): void {
    const { parts } = this;
    const now = parts.ctx.clock.now().getTime();
    const key = `${state.kind === "ready" ? "ready" : state.refusal} ${request.answers} ${trust ? parts.trust.version : 0}`;
    const before = this.considered.get(request.id);
    if (before?.key === key && before.retryAt > now) return;
    this.begin(this.acting, request.id, async () => {
      this.considered.set(request.id, { key, retryAt: now + retryMilliseconds }); // should it fail half-way
      if (state.kind !== "ready") return refuseWhileBarred(parts, state, request);
      const { opened, retry } = await considerRequest(parts, state.root, request.id);
      if (!retry) this.considered.set(request.id, { key, retryAt: Number.POSITIVE_INFINITY });
      for (const { execution, authority } of opened) this.step(state, execution, this.acting, authority);
    });
  }

  private step(state: ExecutorState, execution: string, work: Work, fresh?: Authority): void {
    this.begin(work, execution, () => step(this.parts, state, execution, fresh));
  }

  private begin(work: Work, what: string, run: () => Promise<void>): void {
    work.begin(what, run, (error) => this.parts.ctx.log.error({ err: error, what }, "a step failed; it is tried again"));
  }

  private forgetAllBut(waiting: ReadonlySet<string>): void {
    for (const id of this.considered.keys()) if (!waiting.has(id)) this.considered.delete(id);
  }

  private async housework(trust: TrustView | null): Promise<void> {
    const now = this.parts.ctx.clock.now().getTime();
    if (Math.abs(now - this.houseworkAt) < houseworkMilliseconds) return;
    this.houseworkAt = now;
    await this.parts.notices.byTime();
    await dropOldMaterial(this.parts);
    await deliverNotices({ ctx: this.parts.ctx, channels: this.options.channels, origin: this.options.origin, trust });
  }
}
