/** A source of chance that is the same in every run (xorshift128, Marsaglia 2003). */
export class Chance {
  private state: [number, number, number, number];

  constructor(seed: number) {
    this.state = [seed ^ 0x9e3779b9, seed ^ 0x243f6a88, seed ^ 0xb7e15162, seed | 1];
    for (let i = 0; i < 32; i++) this.next();
  }

  /** 32 bits */
  next(): number {
    const [x, , , w] = this.state;
    const t = x ^ (x << 11);
    const made = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    this.state = [this.state[1], this.state[2], this.state[3], made];
    return made;
  }

  /** 0 to `below` - 1 */
  int(below: number): number {
    return Math.floor((this.next() / 4_294_967_296) * below);
  }

  between(least: number, most: number): number {
    return least + this.int(most - least + 1);
  }

  pick<T>(of: readonly T[]): T {
    return of[this.int(of.length)] as T;
  }

  chance(share: number): boolean {
    return this.next() / 4_294_967_296 < share;
  }

  text(alphabet: string, length: number): string {
    let text = "";
    for (let i = 0; i < length; i++) text += alphabet[this.int(alphabet.length)];
    return text;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.int(256)));
  }
}
