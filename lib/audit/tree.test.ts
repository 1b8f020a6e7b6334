import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Tree } from "./tree";

const hash = (...parts: Uint8Array[]) => parts.reduce((h, part) => h.update(part), createHash("sha256")).digest();

/** The definition of RFC 6962, 2.1, written out; slow and obviously right. */
function definition(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return hash();
  if (leaves.length === 1) return leaves[0] as Buffer;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hash(Uint8Array.of(1), definition(leaves.slice(0, split)), definition(leaves.slice(split)));
}

test("the root is the one that RFC 6962 defines, at every size", () => {
  const tree = Tree.empty();
  const leaves: Buffer[] = [];
  expect(tree.root()).toEqual(definition([]));
  for (let n = 0; n < 130; n++) {
    const leaf = hash(Uint8Array.of(0), Uint8Array.of(n));
    leaves.push(leaf);
    tree.append(leaf);
    expect(tree.root().equals(definition(leaves))).toBe(true);
  }
});

// Test vectors of the Certificate Transparency reference implementation (leaves of RFC 6962 test data).
test("known roots", () => {
  const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
  const tree = Tree.empty();
  const roots = inputs.map((input) => {
    tree.append(hash(Uint8Array.of(0), Buffer.from(input, "hex")));
    return tree.root().toString("hex");
  });
  expect(roots[0]).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  expect(roots[1]).toBe("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  expect(roots[7]).toBe("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
});

test("a restored tree goes on as if it had never stopped; a damaged state is refused", () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), (before, after) => {
      const straight = Tree.empty();
      for (let n = 0; n < before; n++) straight.append(hash(Buffer.from(String(n))));
      const restored = Tree.restore(straight.state());
      for (let n = 0; n < after; n++) {
        straight.append(hash(Buffer.from(`x${n}`)));
        restored.append(hash(Buffer.from(`x${n}`)));
      }
      expect(restored.root().equals(straight.root())).toBe(true);
    }),
    { numRuns: 50, seed: 7 },
  );
  expect(() => Tree.restore({ size: 3, edge: ["00"] })).toThrow(/damaged/);
});
