import { expect, test } from "vitest";
import { generateAuditKey, openAuditKey, openCheckpoint, openNote, signCheckpoint } from "./checkpoint";
import { Tree } from "./tree";

const key = openAuditKey(generateAuditKey("countersign/audit/test"));
const head = { origin: "countersign/audit/test", size: 0, root: Tree.empty().root() };

test("a signed checkpoint opens with its verifier key", () => {
  expect(openCheckpoint(signCheckpoint(key, head), key.verifier)).toEqual(head);
});

test("another size, root, origin, key or shape is refused", () => {
  const note = signCheckpoint(key, head);
  const other = openAuditKey(generateAuditKey("countersign/audit/test"));
  expect(() => openCheckpoint(note.replace("\n0\n", "\n1\n"), key.verifier)).toThrow(/no valid signature/);
  expect(() => openCheckpoint(note.replace("audit/test\n", "audit/else\n"), key.verifier)).toThrow(/no valid signature/);
  expect(() => openCheckpoint(note, other.verifier)).toThrow(/no valid signature/);
  expect(() => openCheckpoint(note.replace("\n\n", "\n"), key.verifier)).toThrow(/not a signed note/);
  expect(() => openCheckpoint(note, key.verifier.replace(/\+[0-9a-f]{8}\+/, "+00000000+"))).toThrow(/mistyped or altered/);
});

// Verifier key and note from the documentation of Go's sumdb/note package.
test("a note signed by another implementation of the format verifies", () => {
  const verifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
  expect(openNote(text, verifier)).toContain("cryptography");
  expect(() => openNote(text.replace("answer", "Answer"), verifier)).toThrow(/no valid signature/);
  expect(() => openCheckpoint(text, verifier)).toThrow(/not a checkpoint/);
});
