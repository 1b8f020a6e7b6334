/** A list of small numbers for each code, all of them end to end: to go through them looks nothing up. */
export class Lists {
  private starts = new Uint32Array(0);
  private ends = new Uint32Array(0);
  private numbers = new Uint32Array(0);
  private used = 0;

  /** What a code stands for from now on. */
  put(code: number, list: readonly number[]): void {
    if (code >= this.starts.length) {
      this.starts = larger(this.starts, code + 1);
      this.ends = larger(this.ends, code + 1);
    }
    const [start, length] = [this.starts[code] as number, (this.ends[code] as number) - (this.starts[code] as number)];
    if (list.length <= length) {
      this.numbers.set(list, start);
      this.ends[code] = start + list.length;
      return;
    }
    if (this.used + list.length > this.numbers.length) this.numbers = larger(this.numbers, this.used + list.length);
    this.starts[code] = this.used;
    this.numbers.set(list, this.used);
    this.used += list.length;
    this.ends[code] = this.used;
  }

  of(code: number): Uint32Array {
    return this.numbers.subarray(this.starts[code], this.ends[code]);
  }

  /** Whether any number of a code is marked: 1 by number. */
  any(code: number, marked: Uint8Array): boolean {
    for (let n = this.starts[code] as number; n < (this.ends[code] as number); n++) if (marked[this.numbers[n] as number] === 1) return true;
    return false;
  }

  /** Counts by code as counts by number, of which there are `size`. */
  spread(counts: Uint32Array, size: number): Uint32Array {
    const byNumber = new Uint32Array(size);
    const { starts, ends, numbers } = this;
    for (let code = 0; code < counts.length; code++) {
      const count = counts[code] as number;
      if (count === 0) continue;
      for (let n = starts[code] as number; n < (ends[code] as number); n++) {
        const number = numbers[n] as number;
        byNumber[number] = (byNumber[number] as number) + count;
      }
    }
    return byNumber;
  }
}

function larger(former: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const array = new Uint32Array(Math.max(64, least * 2));
  array.set(former);
  return array;
}
