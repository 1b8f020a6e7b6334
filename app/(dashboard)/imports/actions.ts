"use server";

import { z } from "zod";
import { cancelImport } from "@/lib/imports/cancel-import";
import { ImportKind } from "@/lib/imports/import-kind";
import { importAction } from "@/lib/imports/may-import";
import { rememberedMapping } from "@/lib/imports/queries";
import { ImportInput, StartImportInput } from "@/lib/imports/schemas";
import { resumeImport, startImport } from "@/lib/imports/start-import";
import { defineAction } from "@/lib/next/define-action";

export const startImportAction = defineAction({
  input: StartImportInput,
  authorize: ({ kind }) => ({ action: importAction(kind) }),
  run: startImport,
  revalidate: ["/imports"],
});

/** The verb looks further: people and teams are the administrator's. */
export const resumeImportAction = defineAction({ input: ImportInput, authorize: () => ({ action: "import.start" }), run: resumeImport });

export const cancelImportAction = defineAction({ input: ImportInput, authorize: () => ({ action: "import.start" }), run: cancelImport });

export const rememberedMappingAction = defineAction({
  input: z.object({ kind: ImportKind, header: z.array(z.string().max(1_000)).max(1_000) }),
  authorize: () => ({ action: "import.start" }),
  run: (ctx, { kind, header }) => rememberedMapping(ctx, kind, header),
});
