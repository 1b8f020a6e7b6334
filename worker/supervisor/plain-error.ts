/** A fault the person at the terminal can mend: printed as it is, one sentence, without a stack. */
export class PlainError extends Error {}

/** Whether any cause of an error carries that code. */
function codes(error: unknown): string[] {
  const found: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string") found.push(code);
  }
  return found;
}

/** One clear sentence for whatever stopped a start: the thing, the reason, the next step. */
export function sentenceFor(error: unknown, folder: string): string {
  if (error instanceof PlainError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  const has = codes(error);
  if (has.includes("ENOSPC") || has.includes("53100") || /no space left on device/i.test(message))
    return `The disk that holds ${folder} is full. Free some space there (a start needs about 200 MB), or choose another place with COUNTERSIGN_DATA, then start again.`;
  if (has.includes("EROFS") || has.includes("EACCES") || has.includes("EPERM"))
    return `Countersign may not write where it must (${message}). Make ${folder} writable, or choose another place with COUNTERSIGN_DATA, then start again.`;
  return `Countersign could not start: ${message}`;
}
