import { chmodSync } from "node:fs";

/** Does something as somebody who may not read these paths: root, who may read everything, becomes nobody meanwhile. */
export async function mayNotRead<T>(paths: readonly string[], act: () => Promise<T>, mode = 0): Promise<T> {
  for (const at of paths) chmodSync(at, mode);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const at of paths) chmodSync(at, 0o700);
  }
}
