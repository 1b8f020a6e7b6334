/** What must be ended when a run ends, last started first. */
export class Ending {
  private closers: (() => unknown)[] | null = [];

  /** Registers one more; when the end has come already, ends it at once and throws, so that a start under way goes no further. */
  async add(close: () => unknown): Promise<void> {
    if (this.closers) {
      this.closers.push(close);
      return;
    }
    await close();
    throw new Error("Countersign is ending.");
  }

  /** Ends everything, one after the other; one that fails does not keep the others. Further calls wait for nothing and do nothing. */
  async end(): Promise<void> {
    const closers = this.closers ?? [];
    this.closers = null;
    for (const close of closers.reverse()) {
      try {
        await close();
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      }
    }
  }
}
