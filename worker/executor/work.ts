/** Things being worked on, each by its name once, and only so many at a time. What finds no place is found again at the next round. */
export class Work {
  private readonly running = new Map<string, Promise<void>>();

  constructor(private readonly most: number) {}

  get busy(): number {
    return this.running.size;
  }
  has(what: string): boolean {
    return this.running.has(what);
  }

  begin(what: string, run: () => Promise<void>, onError: (error: unknown) => void): void {
    if (this.running.has(what) || this.running.size >= this.most) return;
    this.running.set(
      what,
      run()
        .catch(onError)
        .finally(() => this.running.delete(what)),
    );
  }

  /** When everything that runs now has ended, well or badly. */
  async settled(): Promise<void> {
    await Promise.all(this.running.values());
  }
}
