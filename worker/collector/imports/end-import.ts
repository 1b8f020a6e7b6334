import { appendAudit } from "../../../lib/audit/append";
import { actorName, type Context } from "../../../lib/core/context";
import { Prisma } from "../../../lib/core/db";
import { counted, FileFault } from "../../../lib/imports/read/file-fault";
import { UploadBroken } from "../uploads/received";
import { ImportEnded } from "./claim";
import type { ImportRun } from "./parts";

/** What came to go on with an import is not the file that it began with. */
export class AnotherFile extends FileFault {
  constructor() {
    super("This is not the file that was begun: its first rows differ from those that were taken in. Choose that file again, or start a new import.");
  }
}

export interface Ended {
  status: "succeeded" | "partial" | "failed" | "cancelled";
  error: string | null;
}

/** Writes how a run ended, with its audit entry. `trouble` null = it came to its end. */
export async function endImport(ctx: Context, run: ImportRun, trouble: unknown, row: number): Promise<Ended> {
  if (trouble instanceof ImportEnded && trouble.reason === "lost") return { status: "failed", error: trouble.message };
  if (trouble && !(trouble instanceof FileFault || trouble instanceof ImportEnded || trouble instanceof UploadBroken))
    ctx.log.error({ err: withoutRows(trouble), run: run.id }, "an import failed");
  return ctx.db.$transaction(async (tx) => {
    const { rejected, read, created, changed, unchanged } = await tx.importRun.findUniqueOrThrow({ where: { id: run.id } });
    const ended = endingOf(trouble, Number(rejected), row);
    const { count } = await tx.importRun.updateMany({
      where: { id: run.id, status: "running", claimedBy: run.claim },
      // another file sent again is a new import, or it would meet the same refusal for ever
      data: {
        status: ended.status,
        error: ended.error,
        finishedAt: ctx.clock.now(),
        claimedBy: null,
        ...(trouble instanceof AnotherFile && { asked: Prisma.DbNull }),
      },
    });
    if (count === 1)
      await appendAudit(tx, ctx.actor, {
        action: "import.ended",
        subject: { type: "import", id: run.id },
        detail: {
          kind: run.kind,
          source: run.source,
          status: ended.status,
          startedBy: run.startedBy,
          read: Number(read),
          created: Number(created),
          changed: Number(changed),
          unchanged: Number(unchanged),
          rejected: Number(rejected),
          by: actorName(ctx.actor),
        },
      });
    return ended;
  });
}

function endingOf(trouble: unknown, rejected: number, row: number): Ended {
  if (!trouble) {
    if (rejected === 0) return { status: "succeeded", error: null };
    return {
      status: "partial",
      error: `${rejected === 1 ? "1 row was" : `${counted(rejected)} rows were`} not taken in. The list of rejects says which and why.`,
    };
  }
  if (trouble instanceof ImportEnded) return { status: "cancelled", error: "It was cancelled. What was taken in before stays." };
  if (trouble instanceof FileFault) return { status: "failed", error: trouble.message };
  if (trouble instanceof UploadBroken)
    return { status: "failed", error: `The upload broke off after row ${counted(row)}. Choose the same file again: what was taken in is passed over.` };
  return { status: "failed", error: "Something failed on our side. The collector's log says more. Choose the same file again to go on." };
}

/** A database error may quote the statement's values, and with them the file. */
function withoutRows(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  const code: unknown = Reflect.get(error, "code");
  return {
    name: error.name,
    code,
    message: error.message
      .split("\n")
      .at(-1)
      ?.slice(0, 300)
      .replace(/"[^"]*"|'[^']*'|\([^)]*\)/g, "…"),
    stack: error.stack
      ?.split("\n")
      .filter((line) => line.startsWith("    at "))
      .join("\n"),
  };
}
