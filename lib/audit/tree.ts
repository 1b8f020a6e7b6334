import { createHash } from "node:crypto";

/** RFC 6962, 2.1: SHA-256 of 0x01 and both children. */
function nodeHash(left: Buffer, right: Buffer): Buffer {
  return createHash("sha256").update(Uint8Array.of(1)).update(left).update(right).digest();
}

/**
 * A Merkle tree of RFC 6962 that only grows, kept as its right edge: one hash for each perfect subtree, largest first.
 * Appending costs O(log n) time and the whole state O(log n) memory, whatever the size of the log.
 */
export class Tree {
  private constructor(
    private count: number,
    private readonly edge: Buffer[],
  ) {}

  static empty(): Tree {
    return new Tree(0, []);
  }

  /** Restores a state from `state()`. Throws when the number of hashes can't belong to that size. */
  static restore(state: { size: number; edge: string[] }): Tree {
    const perfect = state.size.toString(2).replaceAll("0", "").length;
    if (!Number.isSafeInteger(state.size) || state.size < 0 || state.edge.length !== perfect) throw new Error("the saved state of the audit tree is damaged");
    return new Tree(
      state.size,
      state.edge.map((hash) => Buffer.from(hash, "hex")),
    );
  }

  get size(): number {
    return this.count;
  }

  /** Appends one leaf hash (32 bytes). */
  append(leaf: Buffer): void {
    let hash = leaf;
    // Each trailing one bit of the size is a perfect subtree that the new leaf completes.
    for (let size = this.count; size % 2 === 1; size = Math.floor(size / 2)) {
      const left = this.edge.pop();
      if (!left) throw new Error("the audit tree's edge is shorter than its size");
      hash = nodeHash(left, hash);
    }
    this.edge.push(hash);
    this.count += 1;
  }

  /** The Merkle tree hash; of no leaves, SHA-256 of nothing. */
  root(): Buffer {
    const last = this.edge.at(-1);
    if (!last) return createHash("sha256").digest();
    return this.edge.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }

  state(): { size: number; edge: string[] } {
    return { size: this.count, edge: this.edge.map((hash) => hash.toString("hex")) };
  }
}
