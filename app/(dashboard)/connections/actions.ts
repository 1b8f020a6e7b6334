"use server";

import { z } from "zod";
import { AddConnectionInput, addConnection } from "@/lib/connections/add-connection";
import { CancelSyncInput, cancelSync } from "@/lib/connections/cancel-sync";
import { CheckDeclarationInput, checkDeclaration } from "@/lib/connections/check-declaration";
import { RemoveConnectionInput, removeConnection } from "@/lib/connections/remove-connection";
import { RequestSyncInput, requestSync } from "@/lib/connections/request-sync";
import { bindingOf } from "@/lib/connections/sealing";
import { StoreCredentialInput, storeCredential } from "@/lib/connections/store-credential";
import { AllowChecksInput, allowChecks } from "@/lib/exposure/allow-checks";
import { defineAction } from "@/lib/next/define-action";

const manage = ({ connectionId }: { connectionId: string }) => ({ action: "connection.manage", resource: { type: "connection", id: connectionId } }) as const;

export const addConnectionAction = defineAction({
  input: AddConnectionInput,
  authorize: () => ({ action: "connection.manage" }),
  run: (ctx, input) => addConnection(ctx, input),
  revalidate: ["/connections"],
});

export const checkDeclarationAction = defineAction({ input: CheckDeclarationInput, authorize: () => ({ action: "connection.manage" }), run: checkDeclaration });

export const bindingAction = defineAction({
  input: z.object({ connectionId: z.uuid() }),
  authorize: manage,
  run: (ctx, { connectionId }) => bindingOf(ctx, connectionId),
});

export const storeCredentialAction = defineAction({ input: StoreCredentialInput, authorize: manage, run: storeCredential, revalidate: ["/connections"] });

export const removeConnectionAction = defineAction({ input: RemoveConnectionInput, authorize: manage, run: removeConnection, revalidate: ["/connections"] });

export const requestSyncAction = defineAction({
  input: RequestSyncInput,
  authorize: ({ connectionId }) => ({ action: "connection.sync", resource: { type: "connection", id: connectionId } }),
  run: requestSync,
});

export const cancelSyncAction = defineAction({
  input: CancelSyncInput,
  authorize: ({ runId }) => ({ action: "connection.sync", resource: { type: "sync_run", id: runId } }),
  run: cancelSync,
});

export const allowChecksAction = defineAction({ input: AllowChecksInput, authorize: manage, run: allowChecks });
